import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useTrackedAsync } from "@point_of_sale/app/hooks/hooks";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { _t } from "@web/core/l10n/translation";

/** A delivery of this store: each piece is scanned, or ticked, before it is sent or handed out. */
export class ShipmentDetail extends Component {
    static template = "retail_pos_mobile.ShipmentDetail";
    static props = {
        shipment: Object,
        counts: Object, // pieces scanned by line, kept by the page
        atCounter: { type: Boolean, optional: true },
        onDone: Function,
        onError: Function, // the page tells: what another sent is gone from it
    };

    setup() {
        this.pos = usePos();
        this.shipping = useTrackedAsync(() => this.ship());
    }
    get shipment() {
        return this.props.shipment;
    }
    get isBlocked() {
        return this.props.atCounter && !this.shipment.is_paid;
    }
    get isComplete() {
        return this.shipment.items.every((item) => this.count(item) >= item.quantity);
    }
    count(item) {
        return this.props.counts[item.id] || 0;
    }
    tick(item) {
        this.props.counts[item.id] = this.count(item) >= item.quantity ? 0 : item.quantity;
    }
    async ship() {
        try {
            const answer = await this.pos.elsewhere.ship(this.shipment, this.props.atCounter);
            const done = this.props.atCounter ? _t("Handed out") : _t("Sent");
            this.pos.notification.add(
                answer.state === "waiting"
                    ? _t("Kept on this phone: it is sent when there is a connection.")
                    : done,
                { type: "success" }
            );
            this.props.onDone();
        } catch (error) {
            this.props.onError(errorText(error));
        }
    }
}
