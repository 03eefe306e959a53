import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const STAYS_MS = 4000;

/** What was scanned last: told as soon as its code is known, and once more when it is in the sale. */
export class Scanned {
    name = "";
    pieces = null; // in the sale; null: not known yet
    isShown = false;

    found(name) {
        this._show(name, null);
    }
    added(name, pieces) {
        this._show(name, pieces);
    }
    /** What was found did not come into the sale: something else tells why. */
    settle() {
        this.isShown &&= this.pieces !== null;
    }
    _show(name, pieces) {
        browser.clearTimeout(this.going);
        Object.assign(this, { name, pieces, isShown: true });
        this.going = browser.setTimeout(() => (this.isShown = false), STAYS_MS);
    }
}

export class ScanNote extends Component {
    static template = "retail_pos_mobile.ScanNote";
    static props = { scanned: Scanned };

    setup() {
        this.scanned = useState(this.props.scanned);
    }
    get pieces() {
        const { pieces } = this.scanned;
        return pieces === null ? "" : _t("%s in the sale", pieces);
    }
}
