import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import {
    DESTINATIONS,
    REPAIR_STATES,
    SOURCES,
    STATE_CLASSES,
    STATES,
    TYPES,
} from "@retail_pos_mobile/app/returns/labels";
import { ReturnPin } from "@retail_pos_mobile/app/returns/return_pin/return_pin";
import { sharpQrCode } from "@retail_pos_mobile/app/utils/qr_code";
import { deserializeDate, deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const QR_SIZE = 160;

/** One return at a glance: who, what, how much, why, the guide's habit; and what may be done now. */
export class ReturnDetail extends Component {
    static template = "retail_pos_mobile.ReturnDetail";
    static props = { row: Object, onChange: { type: Function, optional: true } };

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.state = useState({ isRefusing: false, note: "", isWithdrawing: false, isBusy: false });
        Object.assign(this, { TYPES, STATES, STATE_CLASSES, SOURCES, DESTINATIONS, REPAIR_STATES });
    }
    get row() {
        return this.pos.returns.rows?.[this.props.row.id] || this.props.row;
    }
    get isOffline() {
        return this.pos.data.network.offline;
    }
    money(amount) {
        return this.env.utils.formatCurrency(amount);
    }
    moment(text) {
        return (
            text &&
            deserializeDateTime(text).toLocaleString({
                ...{ day: "numeric", month: "short" },
                ...{ hour: "2-digit", minute: "2-digit" },
            })
        );
    }
    day(text) {
        return text && formatDate(deserializeDate(text));
    }
    get receiptCode() {
        const { receipt_url: url } = this.row;
        return url && sharpQrCode(url, QR_SIZE);
    }
    /** "Asked 5 in 30 days, 1 refused, ¥ 900 · 4.2% of own sales, the store 2.1%" */
    get habit() {
        const { habit } = this.row;
        if (!habit) {
            return "";
        }
        const counted = _t("Asked %(number)s in %(days)s days, %(refused)s refused, %(amount)s", {
            ...habit,
            amount: this.money(habit.amount),
        });
        const share =
            habit.share === null
                ? _t("no own sales")
                : _t("%(share)s of own sales, the store %(store_share)s", {
                      share: `${habit.share}%`,
                      store_share: `${habit.store_share}%`,
                  });
        return `${counted} · ${share}`;
    }
    /** A guide well above the store is worth a second look. */
    get isUnusual() {
        const { habit } = this.row;
        return Boolean(habit && habit.number > 3 && habit.share > 2 * habit.store_share);
    }
    /** The one thing to do next, as `{ label, run }`. */
    get next() {
        const { row } = this;
        if (row.can.decide) {
            return { label: _t("Approve"), run: () => this.ask("approve", [row.id]) };
        }
        if (row.state === "asked" && this.isHere) {
            return { label: _t("The manager is here"), run: () => this.askPin() };
        }
        if (row.can.execute && this.isHere) {
            return {
                refund: {
                    label: _t("Pay back %s", this.money(row.amount)),
                    run: () => this.payBack(),
                },
                exchange: {
                    label: this.pos.exchangeOrderOf(row) ? _t("Go on exchanging") : _t("Exchange"),
                    run: () => this.pos.chooseExchange(row),
                },
                repair: { label: this.repairLabel, run: () => this.repair() },
            }[row.type];
        }
        return null;
    }
    get isHere() {
        return this.row.store_id === this.pos.config._return_store_id;
    }
    get nextRepairState() {
        const states = Object.keys(REPAIR_STATES);
        return states[states.indexOf(this.row.repair_state) + 1];
    }
    get repairLabel() {
        return {
            received: _t("Receive the piece"),
            ready: _t("It is ready"),
            handed_back: _t("Hand it back"),
        }[this.nextRepairState];
    }

    async ask(method, args) {
        this.state.isBusy = true;
        const row = await this.pos.askReturns(method, args);
        this.state.isBusy = false;
        if (row) {
            this.pos.keepReturn(row);
            this.props.onChange?.(row);
        } else {
            this.reload();
        }
        return row;
    }
    /** After a refusal the return may be another one than the phone shows: look again. */
    async reload() {
        if (!this.isOffline) {
            const row = await this.pos.askReturns("read_for_phone", [this.row.id]);
            row && this.pos.keepReturn(row);
        }
    }
    payBack() {
        return this.ask("pay_back", [this.row.id, this.pos.config.id]);
    }
    repair() {
        return this.ask("repair_step", [this.row.id, this.nextRepairState, this.pos.config.id]);
    }
    askPin() {
        this.dialog.add(ReturnPin, {
            length: this.pos.config._return_pin_length,
            summary: `${this.row.name} · ${this.money(this.row.amount)}`,
            send: (pin) => this.pos.approveReturnByPin(this.row, pin),
        });
    }
    async refuse() {
        if (await this.ask("refuse", [this.row.id, this.state.note])) {
            this.state.isRefusing = false;
        }
    }
    async withdraw() {
        await this.ask("withdraw", [this.row.id]);
        this.state.isWithdrawing = false;
    }
}
