import { hootPosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { PosSession } from "@point_of_sale/../tests/unit/data/pos_session.data";
import { patch } from "@web/core/utils/patch";
import { models } from "@web/../tests/web_test_helpers";

const MODEL = "retail.order.guide.share";

export class RetailOrderGuideShare extends models.ServerModel {
    _name = MODEL;

    _load_pos_data_fields() {
        return ["order_id", "guide_id", "share", "uuid", "write_date"];
    }
}

patch(PosSession.prototype, {
    _load_pos_data_models() {
        return [...super._load_pos_data_models(), MODEL];
    },
    load_data_params() {
        const params = super.load_data_params(...arguments);
        params[MODEL].relations.guide_id.relation = "hr.employee.public";
        return params;
    },
});
patch(hootPosModels, [...hootPosModels, RetailOrderGuideShare]);
