import { _t } from "@web/core/l10n/translation";

/** @param {number|string} count as it is shown */
export function piecesText(count) {
    return String(count) === "1" ? _t("1 pc") : _t("%s pcs", count);
}
