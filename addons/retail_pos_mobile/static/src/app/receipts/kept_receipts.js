import { done, openDatabase } from "@retail_pos_mobile/app/outbox/database";

const TABLE = "days";

/**
 * Today's receipts of a store on the phone, to be read and printed again without a connection. Nothing
 * is lost with it: the server has every one of them.
 */
export class KeptReceipts {
    constructor(name) {
        this.name = name;
    }
    open() {
        const forget = () => (this.opened = null);
        this.opened ||= openDatabase(this.name, { table: TABLE, onGone: forget }).catch((error) => {
            forget();
            throw error;
        });
        return this.opened;
    }
    /** @returns {Promise<{day: string, receipts: Object[], data: Object}|undefined>} of a till */
    async get(configId) {
        const transaction = (await this.open()).transaction(TABLE);
        return done(transaction.objectStore(TABLE).get(configId));
    }
    async put(configId, day) {
        const transaction = (await this.open()).transaction(TABLE, "readwrite");
        return done(transaction.objectStore(TABLE).put(day, configId));
    }
}

/**
 * Put receipts into a day that is kept; one that is known is replaced, one of another day begins anew.
 *
 * @param {{day: string, receipts: Object[], data: Object}|undefined} kept
 * @param {{day: string, receipts: Object[], data: Object}} added
 */
export function mergeDays(kept, added) {
    if (!kept || kept.day !== added.day) {
        return added;
    }
    const uuids = new Set(added.receipts.map(({ uuid }) => uuid));
    const others = kept.receipts.filter(({ uuid }) => !uuids.has(uuid));
    const data = { ...kept.data };
    for (const [model, records] of Object.entries(added.data)) {
        const ids = new Set(records.map(({ id }) => id));
        data[model] = [...(data[model] || []).filter(({ id }) => !ids.has(id)), ...records];
    }
    return {
        day: added.day,
        receipts: [...added.receipts, ...others].sort((a, b) => b.date.localeCompare(a.date)),
        data,
    };
}

/**
 * Search what the phone has, as the server searches what it has.
 *
 * @param {Object[]} receipts
 * @param {Object} filters see `retail_receipts` of the server
 */
export function filterReceipts(receipts, filters) {
    const member = (filters.member || "").trim().toLowerCase();
    const number = (filters.number || "").trim().toUpperCase();
    const isIn = (value, from, to) =>
        !(from || from === 0) || value >= from ? !(to || to === 0) || value <= to : false;
    return receipts.filter(
        (receipt) =>
            isIn(receipt.business_date || "", filters.day_from, filters.day_to) &&
            isIn(receipt.amount, filters.amount_from, filters.amount_to) &&
            (!filters.guide_id || receipt.guide_id === filters.guide_id) &&
            (!member ||
                receipt.member.toLowerCase().includes(member) ||
                (/^\d{4}$/.test(member) && receipt.phone.endsWith(member))) &&
            (!number || `${receipt.number} ${receipt.reference}`.toUpperCase().includes(number))
    );
}
