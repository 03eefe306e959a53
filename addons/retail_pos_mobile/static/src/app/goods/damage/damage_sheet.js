import { Component, useState } from "@odoo/owl";
import { PieceStepper } from "@retail_pos_mobile/app/goods/piece_stepper/piece_stepper";
import { MAX_PICTURES, shrinkPicture } from "@retail_pos_mobile/app/returns/pictures";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

export const DAMAGES = {
    broken: _t("Broken"),
    dirty: _t("Dirty"),
    wet: _t("Wet"),
    other: _t("Something else"),
};

/** How many pieces of an article came in damaged, why, and what they look like. */
export class DamageSheet extends Component {
    static template = "retail_pos_mobile.DamageSheet";
    static components = { Dialog, PieceStepper };
    static props = {
        name: String,
        counted: Number, // pieces, of which some are damaged
        damage: { type: Object, optional: true }, // { quantity, reason, note, pictures }
        onSave: Function, // (damage) => void; without pieces there is none
        close: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.reasons = Object.entries(DAMAGES);
        const { damage } = this.props;
        this.state = useState({
            quantity: damage?.quantity ?? 1,
            reason: damage?.reason ?? "broken",
            note: damage?.note ?? "",
            pictures: [...(damage?.pictures ?? [])],
        });
    }
    get most() {
        return Math.max(this.props.counted, 1);
    }
    get hasRoom() {
        return this.state.pictures.length < MAX_PICTURES;
    }
    async onPicture(ev) {
        const files = [...ev.target.files].slice(0, MAX_PICTURES - this.state.pictures.length);
        ev.target.value = "";
        for (const file of files) {
            try {
                this.state.pictures.push(await shrinkPicture(file));
            } catch ({ message }) {
                this.notification.add(message, { type: "danger" });
            }
        }
    }
    save() {
        this.props.onSave({ ...this.state, pictures: [...this.state.pictures] });
        this.props.close();
    }
}
