import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** The printers of the store with the state of each; the one that is tapped is the answer. */
export class PrinterDialog extends Component {
    static template = "retail_pos_mobile.PrinterDialog";
    static components = { Dialog };
    static props = { printers: Array, getPayload: Function, close: Function };

    /** @returns {Object|undefined} the till's own printer where nothing comes out of it now */
    get awayOwn() {
        return this.props.printers.find((printer) => printer.is_own && printer.is_away);
    }
    choose(printer) {
        this.props.getPayload(printer.id);
        this.props.close();
    }
}
