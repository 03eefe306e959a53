import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useTrackedAsync } from "@point_of_sale/app/hooks/hooks";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { formatMoment } from "@retail_pos_mobile/app/elsewhere/moments";
import { _t } from "@web/core/l10n/translation";

/** One order for goods from elsewhere: how far it is, and what this store can do about it. */
export class FulfilmentDetail extends Component {
    static template = "retail_pos_mobile.FulfilmentDetail";
    static props = {
        card: Object,
        side: String, // "prepare": this store sends; "pickup" and "ours": it sold
        onError: Function, // the page tells: what another decided may be gone from it
    };

    setup() {
        this.pos = usePos();
        this.formatMoment = formatMoment;
        this.state = useState({ panel: "", reason: "", rows: null, error: "" });
        this.acting = useTrackedAsync((action) => this.perform(action));
        const other = useRef("other");
        useEffect(
            () => {
                other.el?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.panel, this.state.rows]
        );
    }

    get card() {
        return this.props.card;
    }
    get isBusy() {
        return this.acting.status === "loading";
    }
    get toReturn() {
        return this.props.side !== "prepare" && this.card.money === "to_return";
    }
    /** The one next step that is this store's. */
    get primary() {
        const { state, kind } = this.card;
        if (this.props.side === "prepare") {
            return {
                asked: { label: _t("Accept"), run: () => this.desk.accept(this.card) },
                accepted: { label: _t("Sent"), run: () => this.desk.send(this.card) },
            }[state];
        }
        if (this.toReturn) {
            const amount = this.env.utils.formatCurrency(this.card.owed);
            return { label: _t("Give back %s", amount), run: () => this.payBack() };
        }
        if (state === "sent" && kind === "transfer") {
            return { label: _t("Arrived"), run: () => this.desk.receive(this.card) };
        }
        return null;
    }
    get canRefuse() {
        return this.props.side === "prepare" && ["asked", "accepted"].includes(this.card.state);
    }
    get desk() {
        return this.pos.elsewhere;
    }

    async perform(action) {
        this.props.onError("");
        try {
            const answer = await action();
            if (answer?.state === "waiting") {
                this.pos.notification.add(
                    _t("Kept on this phone: it is sent when there is a connection."),
                    { type: "info" }
                );
            }
            this.state.panel = "";
        } catch (error) {
            this.props.onError(errorText(error));
        }
    }
    refuse() {
        return this.acting.call(() => this.desk.refuse(this.card, this.state.reason));
    }
    async payBack() {
        const answer = await this.desk.prepareRefund(this.card);
        if (answer.state === "done") {
            await this.pos.openPreparedRefund(answer.result);
        }
        return answer;
    }
    async chooseOther() {
        Object.assign(this.state, { panel: "other", rows: null, error: "" });
        try {
            const rows = await this.desk.candidates(this.card.product_id);
            this.state.rows = rows.filter(
                ({ id, free, problem }) =>
                    id !== this.card.source_id && free >= this.card.quantity && !problem
            );
        } catch (error) {
            this.state.error = errorText(error);
        }
    }
    redirect(row) {
        return this.acting.call(() => this.desk.redirect(this.card, row.id, this.card.kind));
    }
}
