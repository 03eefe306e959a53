import { ResPartner } from "@point_of_sale/app/models/res_partner";
import { maskPhone } from "@retail_pos_mobile/app/utils/member_search";
import { patch } from "@web/core/utils/patch";

patch(ResPartner.prototype, {
    /** The screen lies open on the counter: show enough of the number to tell members apart. */
    get maskedPhone() {
        return maskPhone(this.phone);
    },
});
