import { Component, useEffect, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { storage } from "@retail_pos_mobile/app/outbox/storage";
import { connectionOf } from "@retail_pos_mobile/app/shell/connection";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const QUIET_MS = 1500; // What is sent within this time is nobody's worry

/** The line under the top bar that tells what is not sent yet; a tap opens the outbox. */
export class ConnectionLine extends Component {
    static template = "retail_pos_mobile.ConnectionLine";
    static props = {};

    setup() {
        this.pos = usePos();
        this.state = useState({ isLate: false });
        this.storage = useState(storage);
        useEffect(
            (isWaiting) => {
                const timer =
                    isWaiting && browser.setTimeout(() => (this.state.isLate = true), QUIET_MS);
                return () => {
                    browser.clearTimeout(timer);
                    this.state.isLate = false;
                };
            },
            () => [this.connection.waiting > 0]
        );
    }
    get connection() {
        return connectionOf(this.pos);
    }
    get isVisible() {
        const { isOffline, refused, waiting } = this.connection;
        return isOffline || refused > 0 || this.isFull || (waiting > 0 && this.state.isLate);
    }
    get isFull() {
        return Boolean(this.storage?.isTrouble);
    }
    get text() {
        const { isOffline, refused, waiting } = this.connection;
        if (refused) {
            return _t("%s not accepted", refused);
        }
        if (this.isFull) {
            return _t("This phone runs out of room");
        }
        if (isOffline) {
            return waiting ? _t("offline · %s kept on this phone", waiting) : _t("offline");
        }
        return _t("%s to send", waiting);
    }
    get colour() {
        const { isOffline, refused } = this.connection;
        if (refused || this.isFull) {
            return "text-bg-danger";
        }
        return isOffline ? "text-bg-warning" : "text-bg-info";
    }
}
