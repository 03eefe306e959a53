import { ResPartner } from "@point_of_sale/app/models/res_partner";
import { maskPhone } from "@retail_pos_mobile/app/members/member_search";
import { noticeOfCard } from "@retail_pos_mobile/app/members/retail_member_card";
import { patch } from "@web/core/utils/patch";

patch(ResPartner.prototype, {
    /** The screen lies open on the counter: show enough of the number to tell members apart. */
    get maskedPhone() {
        return maskPhone(this.phone);
    },
    /** The card in use, or else the newest that none replaces. */
    get memberCard() {
        const cards = this.models["retail.member.card"].filter(
            (card) => card.raw.member_id === this.id
        );
        const rank = ({ state }) => ["active", "frozen", "lost", "replaced"].indexOf(state);
        return cards.sort((a, b) => rank(a) - rank(b) || b.id - a.id)[0];
    },
    /** The card type of the active card, which is the member's level. */
    get memberLevel() {
        const card = this.memberCard;
        return card?.state === "active" ? card.type_id : undefined;
    },
    /** What the cashier must know about the member's card; "" where all is well. */
    get memberNotice() {
        return noticeOfCard(this.memberCard);
    },
    /** Added on this phone, and not yet known to the server. */
    get isNewMember() {
        return !this.isSynced;
    },
});
