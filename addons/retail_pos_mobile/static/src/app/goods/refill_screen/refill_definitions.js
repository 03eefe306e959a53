import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** What each figure means: the words of the server, which are the tooltips of the back end. */
export class RefillDefinitions extends Component {
    static template = "retail_pos_mobile.RefillDefinitions";
    static components = { Dialog };
    static props = { definitions: Object, close: Function };

    get entries() {
        return Object.entries(this.props.definitions).map(([name, { string, help }]) => ({
            name,
            string,
            help,
        }));
    }
}
