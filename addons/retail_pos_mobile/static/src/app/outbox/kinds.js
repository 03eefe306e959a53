export const SALE = "sale"; // the kind of an entry that is a finished sale; all others are deeds

/** @returns {boolean} whether a sale, as a till or the server tells of it, is finished */
export const isBooked = ({ state }) => !["draft", "cancel"].includes(state);
