/**
 * What Odoo's database of a till must look like, so that the till starts with it. Plain functions on
 * plain values; till_database.js calls them.
 */

/** Without one of these records a till does not start. */
const ESSENTIAL = [
    ...["pos.config", "pos.session", "res.company", "res.users"],
    ...["pos.payment.method", "res.currency"],
];

/**
 * Tell what is wrong with a database, "" if nothing.
 *
 * @param {Object} found key path and number of records, by table; {} for one that is new
 * @param {Array} expected key path and name of each table, as Odoo makes them
 * @param {Object|null} written how many records of each table a load meant to write that was cut off
 */
export function damageOf(found, expected, written) {
    if (!Object.values(found).some(({ count }) => count)) {
        return ""; // Odoo fills it from the server
    }
    for (const [key, table] of expected) {
        if (found[table] && found[table].key !== key) {
            return `${table} is kept by ${found[table].key}`;
        }
    }
    if (!found["pos.session"]?.count) {
        return ""; // Odoo loads everything anew
    }
    const lost = ESSENTIAL.find((table) => !found[table]?.count);
    if (lost) {
        return `${lost} is empty`;
    }
    const missing = expected.find(([, table]) => !found[table]);
    if (missing) {
        return `${missing[1]} is missing`;
    }
    const half = halfWritten(found, written);
    return half ? `${half} is half written` : "";
}

/**
 * @returns {string|undefined} a table of which less is there than a load meant to write, an empty
 *  database included
 */
export function halfWritten(found, written) {
    return Object.keys(written || {}).find((table) => (found[table]?.count || 0) < written[table]);
}

/**
 * Divide the records of carts into those with which a till can start, and the others.
 *
 * @param {Object} data records by model, as they are kept
 * @returns {{sound: Object, damaged: Object}}
 */
export function divide(data) {
    const sound = {};
    const damaged = {};
    for (const [model, records] of Object.entries(data)) {
        sound[model] = records.filter((record) => isSound(model, record));
        const others = records.filter((record) => !isSound(model, record));
        if (others.length) {
            damaged[model] = others;
        }
    }
    return { sound, damaged };
}

const isId = (value) => typeof value === "number" || (typeof value === "string" && value !== "");
const isUuid = (value) => typeof value === "string" && value.length > 10;
const NEEDS = {
    "pos.order": ({ uuid, state, lines }) =>
        isUuid(uuid) && typeof state === "string" && Array.isArray(lines),
    "pos.order.line": ({ uuid, order_id, product_id }) =>
        isUuid(uuid) && isId(order_id) && isId(product_id),
    "pos.payment": ({ uuid, pos_order_id, payment_method_id }) =>
        isUuid(uuid) && isId(pos_order_id) && isId(payment_method_id),
};

function isSound(model, record) {
    const isRecord = record && typeof record === "object" && isId(record.id);
    return Boolean(isRecord) && (NEEDS[model]?.(record) ?? true);
}
