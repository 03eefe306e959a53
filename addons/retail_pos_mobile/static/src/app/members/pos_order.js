import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { patch } from "@web/core/utils/patch";

patch(PosOrder.prototype, {
    /** @override The server knows a member who was added on this phone by his key only. */
    setPartner(partner) {
        super.setPartner(...arguments);
        this.member_uuid = partner?.isNewMember ? partner.id : false;
    },
});
