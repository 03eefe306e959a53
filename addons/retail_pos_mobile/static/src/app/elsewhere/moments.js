import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";

/** @returns {string} a moment of the server as people here write it, to the minute */
export function formatMoment(text) {
    return text ? formatDateTime(deserializeDateTime(text), { showSeconds: false }) : "";
}
