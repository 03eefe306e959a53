import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** Not all is here, or nobody is told how much there should be: does more come, or was that all? */
export class MissingDialog extends Component {
    static template = "retail_pos_mobile.MissingDialog";
    static components = { Dialog };
    static props = {
        title: String,
        body: String,
        onMore: Function, // more comes: it stays expected
        onAll: Function, // that was all: what is missing is claimed
        close: Function,
    };

    answer(act) {
        this.props.close();
        act();
    }
}
