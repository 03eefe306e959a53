import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { evenShares, shifted } from "@retail_pos_mobile/app/shares/share_math";
import { patch } from "@web/core/utils/patch";

const MODEL = "retail.order.guide.share";

patch(PosOrder.prototype, {
    get hasShares() {
        return this.guide_share_ids.length > 0;
    },
    /** The shares, the main guide's first. */
    get sortedShares() {
        const isMain = ({ guide_id: guide }) => guide === this.guide_id;
        return [...this.guide_share_ids].sort((a, b) => isMain(b) - isMain(a));
    },
    /** All guides to whom the sale counts, the main one first. */
    get creditedGuides() {
        return this.hasShares
            ? this.sortedShares.map((share) => share.guide_id)
            : [this.guide_id].filter(Boolean);
    },
    shareOf(guide) {
        return this.guide_share_ids.find((share) => share.guide_id === guide);
    },
    /** Add a guide to those who share the sale, or take him out; all get equal parts again. */
    toggleShare(guide) {
        const guides = this.creditedGuides.includes(guide)
            ? this.creditedGuides.filter((other) => other !== guide)
            : [...this.creditedGuides, guide];
        if (guides.length < 2) {
            this.clearShares();
        } else {
            this.setShares(guides);
        }
        // The main guide is one of those who share
        this.guide_id = guides.includes(this.guide_id) ? this.guide_id : guides[0];
    },
    setShares(guides) {
        const parts = evenShares(guides.length);
        this.guide_share_ids
            .filter((share) => !guides.includes(share.guide_id))
            .forEach((share) => share.delete());
        guides.forEach((guide, index) => {
            const share = this.shareOf(guide);
            if (share) {
                share.share = parts[index];
            } else {
                this.models[MODEL].create({ order_id: this, guide_id: guide, share: parts[index] });
            }
        });
    },
    shiftShare(share, step) {
        const mains = this.shareOf(this.guide_id);
        const parts = shifted({ main: mains.share, other: share.share }, step);
        mains.share = parts.main;
        share.share = parts.other;
    },
    clearShares() {
        [...this.guide_share_ids].forEach((share) => share.delete());
    },
});
