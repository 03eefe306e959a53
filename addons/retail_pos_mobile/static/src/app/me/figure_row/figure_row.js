import { Component } from "@odoo/owl";
import { piecesText } from "@retail_pos_mobile/app/utils/pieces";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";

/** Turnover, pieces, attach rate and attainment of somebody or of a period, in two lines. */
export class FigureRow extends Component {
    static template = "retail_pos_mobile.FigureRow";
    static props = { label: String, figures: Object };

    get pieces() {
        return formatFloat(this.props.figures.pieces, { digits: [16, 2], trailingZeros: false });
    }
    get rate() {
        const rate = this.props.figures.attach_rate;
        return rate === null ? "–" : formatFloat(rate, { digits: [16, 2] });
    }
    get piecesText() {
        return _t("%(pieces)s · %(rate)s per sale", {
            pieces: piecesText(this.pieces),
            rate: this.rate,
        });
    }
    get targetText() {
        return _t("%(percent)s of %(target)s", {
            percent: `${this.percent} %`,
            target: this.env.utils.formatCurrency(this.props.figures.target),
        });
    }
    get percent() {
        return Math.round(this.props.figures.attainment * 100);
    }
    /** @returns {number} the width of the bar, in percent */
    get width() {
        return Math.min(100, Math.max(0, this.percent));
    }
}
