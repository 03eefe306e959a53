import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

export const MAX_FEEDBACK = 500; // As on the server

/** The customer holds the phone: five stars, and a word about them if he wants. */
export class RatingDialog extends Component {
    static template = "retail_pos_mobile.RatingDialog";
    static components = { Dialog };
    static props = { order: Object, close: Function };

    setup() {
        this.pos = usePos();
        this.maxFeedback = MAX_FEEDBACK;
        this.state = useState({ stars: 0, feedback: "" });
    }
    get words() {
        return ["", _t("Bad"), _t("Poor"), _t("All right"), _t("Good"), _t("Very good")];
    }
    starLabel(stars) {
        return _t("%(stars)s of 5: %(word)s", { stars, word: this.words[stars] });
    }
    send() {
        this.pos.rateSale(this.props.order, this.state.stars, this.state.feedback.trim());
        this.props.close();
    }
}
