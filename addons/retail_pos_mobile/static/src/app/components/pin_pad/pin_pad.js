import { Component, useExternalListener, useState } from "@odoo/owl";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** A PIN by thumb or keyboard; the last digit sends it where the length is known. */
export class PinPad extends Component {
    static template = "retail_pos_mobile.PinPad";
    static props = {
        length: Number, // of the PIN; 0 where it is not known
        // (pin) => message of what is wrong, or nothing
        send: Function,
    };

    setup() {
        this.keys = KEYS;
        this.state = useState({ pin: "", error: "", isSending: false });
        useExternalListener(window, "keydown", this.onKeydown, { capture: true });
    }
    get dots() {
        return "●".repeat(this.state.pin.length).padEnd(this.props.length, "○");
    }
    onKeydown(ev) {
        if (ev.target.matches?.("input, textarea, select")) {
            return;
        }
        if (/^\d$/.test(ev.key)) {
            this.type(ev.key);
        } else if (ev.key === "Backspace") {
            this.erase();
        } else if (ev.key !== "Enter") {
            return;
        } else {
            this.send();
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
    type(digit) {
        if (this.state.isSending) {
            return;
        }
        this.state.error = "";
        this.state.pin += digit;
        if (this.state.pin.length === this.props.length) {
            this.send();
        }
    }
    erase() {
        this.state.pin = this.state.pin.slice(0, -1);
    }
    async send() {
        if (!this.state.pin || this.state.isSending) {
            return;
        }
        this.state.isSending = true;
        const error = await this.props.send(this.state.pin);
        Object.assign(this.state, { isSending: false, error: error || "", pin: "" });
    }
}
