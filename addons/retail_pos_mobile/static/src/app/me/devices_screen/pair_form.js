import { Component, useState } from "@odoo/owl";

/** What a manager sees of a bridge before he pairs it, and what he says of it. */
export class PairForm extends Component {
    static template = "retail_pos_mobile.PairForm";
    static props = { pairing: Object, tillId: Number, onPair: Function, onCancel: Function };

    setup() {
        const { machine, tills } = this.props.pairing;
        const own = tills.find(({ id }) => id === this.props.tillId) || tills[0];
        this.state = useState({ name: machine, tillId: own ? own.id : 0, isSending: false });
    }
    async pair() {
        this.state.isSending = true;
        const tillId = Number(this.state.tillId) || false;
        await this.props.onPair({ name: this.state.name.trim(), tillId });
        this.state.isSending = false;
    }
}
