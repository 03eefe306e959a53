/** What the phone still has to send, of the native orders and of the outbox. */

/** @returns {Object[]} the finished sales that the server does not have yet */
export function unsentOrders(pos) {
    const { orderToCreate, orderToUpdate } = pos.getPendingOrder();
    const pending = [...orderToCreate, ...orderToUpdate].filter((order) => order.finalized);
    const unsent = pos.models["pos.order"].filter((order) => order.isUnsyncedPaid);
    return [...new Set([...unsent, ...pending])];
}

/** @returns {{ waiting: number, refused: number, isOffline: boolean }} */
export function connectionOf(pos) {
    return {
        waiting: unsentOrders(pos).length + (pos.outbox?.waiting.length || 0),
        refused: pos.outbox?.refused.length || 0,
        isOffline: pos.data.network.offline,
    };
}
