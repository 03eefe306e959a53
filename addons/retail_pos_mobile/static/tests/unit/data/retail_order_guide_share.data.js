import { hootPosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { PosSession } from "@point_of_sale/../tests/unit/data/pos_session.data";
import { patch } from "@web/core/utils/patch";
import { models } from "@web/../tests/web_test_helpers";

export class RetailOrderGuideShare extends models.ServerModel {
    _name = "retail.order.guide.share";

    _load_pos_data_fields() {
        return ["order_id", "guide_id", "share", "uuid"];
    }
}

patch(PosSession.prototype, {
    _load_pos_data_models() {
        return [...super._load_pos_data_models(), "retail.order.guide.share"];
    },
    load_data_params() {
        const params = super.load_data_params(...arguments);
        const { relations } = params["retail.order.guide.share"];
        relations.guide_id.relation = "hr.employee.public";
        return params;
    },
});
patch(hootPosModels, [...hootPosModels, RetailOrderGuideShare]);
