import { Component } from "@odoo/owl";
import { BarcodeVideoScanner } from "@web/core/barcode/barcode_video_scanner";
import { Dialog } from "@web/core/dialog/dialog";

/** The camera over the page; the first code that it sees is the answer. */
export class ScanDialog extends Component {
    static template = "retail_pos_mobile.ScanDialog";
    static components = { BarcodeVideoScanner, Dialog };
    static props = { title: String, onResult: Function, onError: Function, close: Function };

    onResult(code) {
        this.props.close();
        this.props.onResult(code);
    }
    onError(error) {
        this.props.close();
        this.props.onError(error);
    }
}
