import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";

/** @returns {string} a moment of the server to the minute, without the day where it is today */
export function formatMoment(text) {
    if (!text) {
        return "";
    }
    const moment = deserializeDateTime(text);
    const time = moment.toFormat("HH:mm");
    return moment.hasSame(luxon.DateTime.now(), "day") ? time : `${formatDate(moment)} ${time}`;
}
