export const SALE = "sale"; // the kind of an entry that is a finished sale; all others are deeds
