import { Base } from "@point_of_sale/app/models/related_models";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

export class RetailMemberCard extends Base {
    static pythonModel = "retail.member.card";
}
export class RetailMemberCardType extends Base {
    static pythonModel = "retail.member.card.type";
}

/** What the cashier must know about a card, as the server says it; "" where all is well. */
export function noticeOfCard(card) {
    switch (card?.state) {
        case "frozen":
            return _t("Card %s is frozen: no member price, no points.", card.number);
        case "lost":
            return _t("Card %s was reported lost. Ask for the new one.", card.number);
        case "replaced":
            return _t("Card %s was replaced by a new one.", card.number);
        default:
            return "";
    }
}

const models = registry.category("pos_available_models");
models.add(RetailMemberCard.pythonModel, RetailMemberCard);
models.add(RetailMemberCardType.pythonModel, RetailMemberCardType);
