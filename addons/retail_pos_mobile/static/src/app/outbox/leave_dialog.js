import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { saveUnsent } from "@retail_pos_mobile/app/outbox/unsent_file";
import { onlyHere } from "@retail_pos_mobile/app/shell/connection";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** Why whoever leaves the till, or closes it, has to wait, and the ways out. */
export class LeaveDialog extends Component {
    static template = "retail_pos_mobile.LeaveDialog";
    static components = { Dialog };
    static props = { getPayload: Function, close: Function };

    setup() {
        this.pos = usePos();
        this.state = useState({ isBusy: false });
    }
    get text() {
        if (this.isFree) {
            return _t("Look whether the file is there; then you may leave.");
        }
        return _t(
            "%s on this phone have not reached the server. Send them first, or save them as a file that a manager can load.",
            onlyHere(this.pos)
        );
    }
    async sendNow() {
        await this.tryOut(() => this.pos.sendAll());
        if (this.isFree) {
            this.leave();
        }
    }
    /** The page stays: to leave it at once would break the download off. */
    async save() {
        await this.tryOut(() => saveUnsent(this.pos));
    }
    get isFree() {
        return !onlyHere(this.pos);
    }
    leave() {
        this.props.getPayload(true);
        this.props.close();
    }
    async tryOut(way) {
        this.state.isBusy = true;
        try {
            await way();
        } finally {
            this.state.isBusy = false;
        }
    }
}
