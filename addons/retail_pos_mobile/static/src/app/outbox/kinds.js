export const SALE = "sale"; // the kind of an entry that is a finished sale; all others are deeds

/** @returns {boolean} whether a sale, as a till or the server tells of it, is finished */
export const isBooked = ({ state }) => !["draft", "cancel"].includes(state);

const REFUSALS = [
    ...["UserError", "ValidationError", "AccessError", "MissingError", "RedirectWarning"].map(
        (name) => `odoo.exceptions.${name}`
    ),
    "odoo.http.SessionExpiredException",
];

/** @returns {boolean} whether the server says no by its rules; else it could not, for whatever reason */
export const isRefusal = ({ exceptionName }) => REFUSALS.includes(exceptionName);
