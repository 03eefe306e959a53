import { isBooked } from "@retail_pos_mobile/app/outbox/kinds";

/** What the phone still has to send, of the native orders and of the outbox. */

/** @returns {Object[]} the finished sales that the server does not have yet */
export function unsentOrders(pos) {
    const { orderToCreate, orderToUpdate } = pos.getPendingOrder();
    const pending = [...orderToCreate, ...orderToUpdate].filter((order) => order.finalized);
    const unsent = pos.models["pos.order"].filter((order) => order.isUnsyncedPaid);
    return [...new Set([...unsent, ...pending])];
}

/** @returns {Object[]} those of them that the outbox does not have either: nothing else keeps them */
export function unkeptOrders(pos) {
    return unsentOrders(pos).filter((order) => isBooked(order) && !pos.outbox.has(order.uuid));
}

/** @returns {number} how much is neither on the server nor in a file */
export function onlyHere(pos) {
    return unkeptOrders(pos).length + pos.outbox.onlyHere.length;
}

/** @returns {{ waiting: number, refused: number, isOffline: boolean }} */
export function connectionOf(pos) {
    return {
        waiting: unkeptOrders(pos).length + pos.outbox.waiting.length,
        refused: pos.outbox.refused.length,
        isOffline: pos.data.network.offline,
    };
}
