/* global posmodel */

/** What phone.js is for our till, on Odoo's own. */
window.hand = {
    get isReady() {
        return Boolean(window.posmodel?.session && document.querySelector(".pos"));
    },
    within(work) {
        const end = new Promise((_, refuse) =>
            setTimeout(() => refuse(new Error("the page does not answer")), 60000)
        );
        return Promise.race([work, end]);
    },
    async isKept() {
        const registration = await navigator.serviceWorker.getRegistration();
        const page = location.pathname.match(/^\/pos\/ui\/\d+/)[0];
        return Boolean(registration?.active && (await caches.match(page)));
    },
    isAsleep: () => posmodel.router.state.current === "SaverScreen",
    isLocked: () => posmodel.router.state.current === "LoginScreen",

    /** Nothing waits, by what Odoo itself takes for unsent. */
    get isAllSent() {
        const unsent = posmodel.models["pos.order"].filter((order) => order.isUnsyncedPaid);
        return !unsent.length && !posmodel.data.network.offline;
    },
    get unsent() {
        return String(posmodel.models["pos.order"].filter((order) => order.isUnsyncedPaid).length);
    },
    told(uuid) {
        const done = document.querySelector(".receipt-screen, .feedback-screen");
        const order = posmodel.models["pos.order"].getBy("uuid", uuid);
        if (!done || !order?.finalized || !location.pathname.includes(uuid)) {
            return null;
        }
        return {
            uuid,
            number: order.pos_reference,
            amount: order.priceIncl,
            pieces: order.lines.map((line) => [line.product_id.id, line.qty]),
            payments: order.payment_ids.map((paid) => [
                paid.payment_method_id.name,
                paid.getAmount(),
            ]),
            ...{ member: "", saved: 0, points: null, coupons: [] },
        };
    },
    look(uuid) {
        const told = this.told(uuid);
        const dialog = [...document.querySelectorAll(".modal:not(.o_inactive_modal)")].at(-1);
        const order = posmodel.models["pos.order"].getBy("uuid", uuid);
        return {
            told,
            dialog: !told && dialog ? dialog.textContent.trim().replace(/\s+/g, " ") : null,
            isBusy: Boolean(document.querySelector(".o_blockUI, .o_block_ui")),
            state: order ? order.state : "gone",
            isPaying: location.pathname.includes("/payment/"),
            isPaid: Boolean(order?.isPaid()),
            isEmpty: Boolean(order && !order.finalized && !order.lines.length),
        };
    },
    closeDialogs() {
        for (const dialog of document.querySelectorAll(".modal")) {
            dialog.querySelector(".modal-footer .btn-primary, .btn-close")?.click();
        }
    },
    async sendNow() {
        await posmodel.data.checkConnectivity();
        await posmodel.syncAllOrders();
    },
    async begin({ pieces }) {
        this.closeDialogs();
        const order = posmodel.addNewOrder();
        for (const [id, quantity] of pieces) {
            const product = posmodel.models["product.product"].get(id);
            await posmodel.addLineToOrder(
                { product_id: product, product_tmpl_id: product.product_tmpl_id, qty: quantity },
                order,
                {},
                false
            );
        }
        await posmodel.pay();
        return order.uuid;
    },
    takeUp(uuid) {
        const order = posmodel.models["pos.order"].getBy("uuid", uuid);
        posmodel.selectedOrderUuid = uuid;
        const page = order.finalized ? "ReceiptScreen" : "PaymentScreen";
        posmodel.navigate(page, { orderUuid: uuid });
    },
    /** Whether the server's list of paid orders has it, where a cashier would look for it. */
    async isInReceipts(uuid) {
        const domain = [["uuid", "=", uuid]];
        return Boolean(await posmodel.env.services.orm.searchCount("pos.order", domain));
    },
};
