import { hootPosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { PosSession } from "@point_of_sale/../tests/unit/data/pos_session.data";
import { patch } from "@web/core/utils/patch";
import { models } from "@web/../tests/web_test_helpers";

export class HrEmployeePublic extends models.ServerModel {
    _name = "hr.employee.public";

    _load_pos_data_fields() {
        return ["name", "is_guide", "store_id", "user_id"];
    }

    _records = [
        { id: 11, name: "Zhao Lei", is_guide: true, store_id: false },
        { id: 12, name: "Wang Fang", is_guide: true, store_id: false, user_id: 2 },
        { id: 13, name: "Clerk", is_guide: false, store_id: false },
    ];
}

patch(PosSession.prototype, {
    _load_pos_data_models() {
        return [...super._load_pos_data_models(), "hr.employee.public"];
    },
    load_data_params() {
        const params = super.load_data_params(...arguments);
        params["pos.order"].relations.guide_id.relation = "hr.employee.public";
        return params;
    },
});
patch(hootPosModels, [...hootPosModels, HrEmployeePublic]);
