import { Component, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { registry } from "@web/core/registry";

/** Covers a till that locked itself until somebody shows that it is his. */
export class LockScreen extends Component {
    static template = "retail_pos_mobile.LockScreen";
    static props = {};

    setup() {
        this.pos = usePos();
        this.lock = useState(this.pos.idleLock);
        this.state = useState({ secret: "", error: "", isBusy: false });
        this.root = useRef("root");
        this.input = useRef("input");
        useEffect(
            (isLocked) => isLocked && this.input.el?.focus(),
            () => [this.lock.isLocked]
        );
        // Neither keys nor a scanner reach the till behind it
        useExternalListener(window, "keydown", this.keepInside, { capture: true });
        useExternalListener(window, "focusin", this.keepInside, { capture: true });
    }
    keepInside(ev) {
        if (!this.lock.isLocked || this.root.el?.contains(ev.target)) {
            return;
        }
        ev.stopPropagation();
        ev.preventDefault();
        this.input.el?.focus();
    }
    async unlock() {
        if (!this.state.secret || this.state.isBusy) {
            return;
        }
        Object.assign(this.state, { isBusy: true, error: "" });
        const error = await this.lock.unlock(this.state.secret);
        Object.assign(this.state, { isBusy: false, error, secret: "" });
    }
}

registry.category("main_components").add("retail_pos_mobile.LockScreen", {
    Component: LockScreen,
    props: {},
});
