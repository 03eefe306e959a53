import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";

const NEAR = 10; // km: below it a decimal tells something

/** @returns {string} "2.4 km", "165 km"; "" where the distance is not known */
export function formatDistance(kilometres) {
    if (typeof kilometres !== "number") {
        return "";
    }
    return _t("%s km", formatFloat(kilometres, { digits: [16, kilometres < NEAR ? 1 : 0] }));
}
