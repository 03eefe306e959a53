import { Component, useExternalListener, useRef, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** Covers a till that a risk rule locked until a manager opens it. Sales are sent on behind it. */
export class RiskLockScreen extends Component {
    static template = "retail_risk.RiskLockScreen";
    static props = {};

    setup() {
        this.pos = usePos();
        this.riskLock = useState(this.pos.riskLock);
        this.router = useState(this.pos.router.state);
        this.state = useState({ managerId: 0, pin: "", error: "", isBusy: false });
        this.root = useRef("root");
        useExternalListener(window, "keydown", this.keepInside, { capture: true });
        useExternalListener(window, "focusin", this.keepInside, { capture: true });
    }
    get isShown() {
        return this.riskLock.covers(this.router.current);
    }
    get managers() {
        return this.riskLock.lock.managers;
    }
    get managerId() {
        return this.state.managerId || this.managers[0]?.id || 0;
    }
    keepInside(ev) {
        if (this.isShown && !this.root.el?.contains(ev.target)) {
            ev.stopPropagation();
            ev.preventDefault();
        }
    }
    choose(ev) {
        this.state.managerId = Number(ev.target.value);
    }
    async unlock() {
        if (!this.state.pin || this.state.isBusy) {
            return;
        }
        Object.assign(this.state, { isBusy: true, error: "" });
        const error = await this.ask();
        Object.assign(this.state, { isBusy: false, error, pin: "" });
    }
    async ask() {
        const args = [this.pos.config.id, this.managerId, this.state.pin];
        const { silent } = this.env.services.orm;
        try {
            const answer = await silent.call("retail.risk.alert", "unlock_by_pin", args);
            if (answer.is_open) {
                this.riskLock.take(false);
            }
            return answer.error || "";
        } catch (error) {
            return error instanceof ConnectionLostError
                ? _t("There is no connection. Only the server can unlock this till.")
                : error.data?.message || error.message;
        }
    }
    /** Managers may have opened it on their own phones. */
    look() {
        return this.pos.feelPulse();
    }
}

registry.category("main_components").add("retail_risk.RiskLockScreen", {
    Component: RiskLockScreen,
    props: {},
});
