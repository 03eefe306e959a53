import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { STEP } from "@retail_pos_mobile/app/shares/share_math";
import { _t } from "@web/core/l10n/translation";

/**
 * The guides of a sale: one tap chooses the guide; with "share", taps add others, who begin with
 * equal parts. The main guide, who was chosen first, takes what the others leave of 100 %.
 */
export class GuideShares extends Component {
    static template = "retail_pos_mobile.GuideShares";
    static props = { order: Object };

    setup() {
        this.pos = usePos();
        this.state = useState({ isSharing: this.props.order.hasShares });
        this.step = STEP;
    }
    get order() {
        return this.props.order;
    }
    /** The store's guides; guides of another store who are on the order stay visible. */
    get guides() {
        return [...new Set([...this.order.creditedGuides, ...this.pos.guides])].sort((a, b) =>
            a.name.localeCompare(b.name)
        );
    }
    lessFor({ guide_id: guide }) {
        return _t("Less for %s", guide.name);
    }
    moreFor({ guide_id: guide }) {
        return _t("More for %s", guide.name);
    }
    isChosen(guide) {
        return this.order.creditedGuides.includes(guide);
    }
    onTap(guide) {
        if (this.state.isSharing && this.order.guide_id) {
            this.order.toggleShare(guide);
        } else {
            this.pos.setGuide(this.order, this.isChosen(guide) ? undefined : guide);
        }
    }
    toggleSharing() {
        this.state.isSharing = !this.state.isSharing;
        if (!this.state.isSharing) {
            this.order.clearShares();
        }
    }
}
