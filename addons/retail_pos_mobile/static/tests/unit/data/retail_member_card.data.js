import { hootPosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { PosSession } from "@point_of_sale/../tests/unit/data/pos_session.data";
import { ResPartner } from "@point_of_sale/../tests/unit/data/res_partner.data";
import { patch } from "@web/core/utils/patch";
import { models } from "@web/../tests/web_test_helpers";

export class RetailMemberCardType extends models.ServerModel {
    _name = "retail.member.card.type";

    _load_pos_data_fields() {
        return ["name", "color", "sequence", "discount", "manager_only", "pricelist_id"];
    }

    _records = [
        { id: 1, name: "Member", sequence: 10, discount: 0, manager_only: false },
        { id: 2, name: "Gold", sequence: 20, discount: 8, manager_only: true },
    ];
}

export class RetailMemberCard extends models.ServerModel {
    _name = "retail.member.card";

    _load_pos_data_fields() {
        return ["number", "type_id", "member_id", "issue_date", "state"];
    }

    _records = [
        { id: 1, number: "VIP1", type_id: 2, member_id: 4, state: "active" },
        { id: 2, number: "OLD1", type_id: 1, member_id: 4, state: "replaced" },
    ];
}

patch(PosSession.prototype, {
    _load_pos_data_models() {
        const own = ["retail.member.card.type", "retail.member.card"];
        return [...super._load_pos_data_models(), ...own];
    },
});
patch(ResPartner.prototype, {
    _load_pos_data_fields() {
        return [
            ...super._load_pos_data_fields(),
            ...["is_member", "name_pinyin", "phone_tail", "birthday", "sex"],
        ];
    },
});
patch(hootPosModels, [...hootPosModels, RetailMemberCardType, RetailMemberCard]);
