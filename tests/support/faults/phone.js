/* global posmodel */

/**
 * What a guide's hand and eye do on the page of a till, for `phone.py`.
 *
 * Carts are filled by the functions of the till that its buttons call; paying is left to the buttons.
 */
window.hand = {
    module: (name) => odoo.loader.modules.get(name),
    get isReady() {
        return Boolean(window.posmodel?.session && document.querySelector(".pos"));
    },

    /** What never ends would keep the tests for ever. */
    within(work) {
        const end = new Promise((_, refuse) =>
            setTimeout(() => refuse(new Error("the page does not answer")), 60000)
        );
        return Promise.race([work, end]);
    },

    /** The page may be reloaded without a connection from now on. */
    async isKept() {
        const registration = await navigator.serviceWorker.getRegistration();
        const page = location.pathname.match(/^\/pos\/ui\/\d+/)[0];
        return Boolean(registration?.active && (await caches.match(page)));
    },

    // What the eye sees

    /** Nothing waits, by the line under the top bar and the page behind it. */
    get isAllSent() {
        const { connectionOf } = this.module("@retail_pos_mobile/app/shell/connection");
        const { waiting, refused, isOffline } = connectionOf(posmodel);
        return !waiting && !refused && !isOffline;
    },
    get unsent() {
        const { connectionOf } = this.module("@retail_pos_mobile/app/shell/connection");
        const errors = posmodel.outbox.entries.map(({ label, error }) => `${label}: ${error}`);
        return JSON.stringify({ ...connectionOf(posmodel), errors });
    },
    /** What stands on the page of a finished sale, and what is printed of it. */
    told(uuid) {
        const done = document.querySelector(".o_sale_done .o_payment_successful");
        if (!done || !location.pathname.endsWith(uuid)) {
            return null;
        }
        const order = posmodel.models["pos.order"].getBy("uuid", uuid);
        return {
            uuid,
            number: done.querySelector(".text-muted span").textContent.trim(),
            amount: Number(done.querySelector(".fw-bolder").textContent.replace(/[^\d.-]/g, "")),
            ...this.printed(order),
        };
    },
    printed(order) {
        const goods = order.lines.filter((line) => !line.is_reward_line);
        const points = (order.getLoyaltyPoints?.() || []).map(({ points }) => points.won);
        return {
            pieces: goods.map((line) => [line.product_id.id, line.qty]),
            payments: order.payment_ids.map((paid) => [
                paid.payment_method_id.name,
                paid.getAmount(),
            ]),
            member: order.partner_id?.name || "",
            saved: this.givenByPromotions(order),
            // A phone that was started anew does not print them any more
            points: points.length ? points.map(Number).reduce((sum, each) => sum + each) : null,
            coupons: [
                ...new Set(
                    order.lines
                        .filter((line) => line.coupon_id?.program_id?.program_type === "coupons")
                        .map((line) => line.coupon_id.code)
                ),
            ],
        };
    },
    givenByPromotions(order) {
        const given = order.promotionLines.map((line) => Math.min(line.prices.total_included, 0));
        return given.reduce((sum, amount) => sum - amount, 0);
    },
    /** Where a sale stands: told as done, a dialog in the way, ready to be confirmed, or at work. */
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
            const button = dialog.querySelector(".modal-footer .btn-primary, .btn-close");
            button?.click();
        }
    },

    /** After five minutes without a touch; a touch leads to the page where it is unlocked. */
    isAsleep: () => posmodel.router.state.current === "SaverScreen",
    isLocked: () => posmodel.router.state.current === "LoginScreen",

    // What the hand does

    /** As the button of the outbox does. */
    async sendNow() {
        const { unsentOrders } = this.module("@retail_pos_mobile/app/shell/connection");
        await posmodel.data.checkConnectivity();
        await posmodel.outbox.flush();
        await posmodel.syncAllOrders({ orders: unsentOrders(posmodel) });
    },
    product(id) {
        return posmodel.models["product.product"].get(id);
    },
    method(name) {
        return posmodel.models["pos.payment.method"].find((method) => method.name === name);
    },
    /** A sale with its goods, on the page where it is paid; @returns {string} its key */
    async begin({ pieces, memberId, coupon, part }) {
        this.closeDialogs();
        const order = posmodel.addNewOrder();
        order.business_date = posmodel.config.storeToday();
        if (memberId) {
            await posmodel.chooseMember(posmodel.models["res.partner"].get(memberId));
        }
        const goods = pieces.map(([id, quantity]) => [this.product(id), quantity]);
        await posmodel.addVariants(new Map(goods));
        if (coupon) {
            const done = await posmodel.activateCode(coupon);
            if (done !== true) {
                throw new Error(done);
            }
        }
        posmodel.updateRewards();
        if (part) {
            const [name, amount] = part;
            order.addPaymentline(this.method(name)).data.setAmount(amount);
        }
        await posmodel.pay();
        return order.uuid;
    },
    /** Take up a sale that the phone still has, where it is: its payment or its receipt. */
    takeUp(uuid) {
        const order = posmodel.models["pos.order"].getBy("uuid", uuid);
        posmodel.selectedOrderUuid = uuid;
        const page = order.finalized ? "ReceiptScreen" : "PaymentScreen";
        posmodel.navigate(page, { orderUuid: uuid });
    },
    /** Whether today's receipts, of the phone or the server, have a sale that the guide looks for. */
    async isInReceipts(uuid) {
        const { receipts } = await posmodel
            .refreshTodaysReceipts()
            .catch(() => posmodel.getTodaysReceipts());
        return receipts.some((receipt) => receipt.uuid === uuid);
    },
    rate(uuid, stars) {
        const order = posmodel.models["pos.order"].getBy("uuid", uuid);
        posmodel.rateSale(order, stars, "Thank you");
    },
    /** @returns {Promise<string>} "done" or "waiting": either way the page has said that it is kept */
    async receive({ picking, move, pieces }) {
        const { state, error } = await posmodel.outbox.send({
            model: "retail.receiving",
            method: "_receive_from_phone",
            values: {
                config_id: posmodel.config.id,
                picking_id: picking,
                counts: { [move]: pieces },
            },
            label: `Delivery ${picking}`,
        });
        return state === "refused" ? error : state;
    },
    async addMember(person) {
        const { member, error } = await posmodel.addMember(person);
        return member ? member.id : error;
    },

    // Returns

    /** One step on the way of a return; @returns {Promise<Object|null>} its row, null before it is asked */
    async stepOfReturn(saleUuid, pin) {
        const row = await this.findReturn(saleUuid);
        row && posmodel.keepReturn(row); // as the list does in which the guide looks for it
        if (row?.state === "asked") {
            await posmodel.approveReturnByPin(row, pin);
        } else if (row?.state === "approved") {
            await posmodel.executeReturn(row);
        }
        return row && posmodel.returns.rows[row.id];
    },
    async applyForReturn(saleUuid) {
        const sale = await posmodel.askReturns("find_sale", [posmodel.config.id, saleUuid]);
        if (!sale) {
            return null;
        }
        this.saleNumbers = { ...this.saleNumbers, [saleUuid]: sale.number };
        const { state, error } = await posmodel.outbox.send({
            model: "retail.return",
            method: "_apply",
            values: {
                config_id: posmodel.config.id,
                source: "order",
                type: "refund",
                reason_id: this.reason,
                sale_uuid: saleUuid,
                lines: sale.lines.map(({ uuid, left }) => ({ uuid, qty: left })),
            },
            label: `Return of ${sale.number}`,
        });
        return state === "refused" ? error : state;
    },
    async findReturn(saleUuid) {
        if (!this.saleNumbers?.[saleUuid]) {
            const sale = await posmodel.askReturns("find_sale", [posmodel.config.id, saleUuid]);
            this.saleNumbers = { ...this.saleNumbers, [saleUuid]: sale?.number };
        }
        const number = this.saleNumbers[saleUuid];
        for (const tab of ["asked", "approved", "done"]) {
            const page = await posmodel.askReturns("phone_list", [posmodel.config.id, tab]);
            const row = page?.rows.find((each) => number && each.sale === number);
            if (row) {
                return row;
            }
        }
        return null;
    },
};

// The moment within a write of IndexedDB: the page stands still at its n-th write until it is killed
(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function () {
        const request = put.apply(this, arguments);
        if (window.hand.writesLeft > 0 && --window.hand.writesLeft === 0) {
            const wait = new XMLHttpRequest();
            wait.open("GET", "/faults/written", false);
            wait.send();
        }
        return request;
    };
})();
