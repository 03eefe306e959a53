import { isBooked, SALE } from "@retail_pos_mobile/app/outbox/kinds";
import { Outbox } from "@retail_pos_mobile/app/outbox/outbox";
import { OutboxStore } from "@retail_pos_mobile/app/outbox/outbox_store";
import { storage } from "@retail_pos_mobile/app/outbox/storage";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { Deferred } from "@web/core/utils/concurrency";

const LONGEST_START_MS = 60_000; // a till that has not started by then does not send its sales itself

export const outboxService = {
    dependencies: ["orm"],
    storeName: () => `retail-outbox-${odoo.info?.db}`,
    start(env, { orm }) {
        // One for all tills of a phone: what was done at one is sent from the next
        const store = new OutboxStore(this.storeName());
        const outbox = new Outbox(store, (entry) =>
            entry.kind === SALE ? outbox.sendSale(entry) : sendDeed(orm, entry)
        );
        outbox.sendSale = (entry) => sendKeptSale(orm, entry); // the till knows more, see pos_store.js
        for (const event of ["pos-network-online", "online"]) {
            browser.addEventListener(event, () => outbox.flush());
        }
        outbox.tillStarted = holdSales(outbox);
        // Else the browser may delete everything when the phone's storage runs low
        storage.start();
        outbox.ready = outbox
            .start()
            .catch((error) => console.warn("The outbox cannot be read", error));
        return outbox;
    },
};

const sendDeed = (orm, { uuid, model, method, values, madeAt }) =>
    orm.silent.call("retail.outbox.entry", "deliver", [
        { uuid, model, method, values, made_at: madeAt },
    ]);

/**
 * Send a sale as it was kept when it was finished.
 *
 * @returns {Promise<{state: "done", result: Object}>} rejects unless the answer names it as finished
 */
export async function sendKeptSale(orm, { uuid, values, context }) {
    const result = await orm.silent.call("pos.order", "sync_from_ui", [[values]], { context });
    if (!result["pos.order"].some((order) => order.uuid === uuid && isBooked(order))) {
        throw new Error("The server did not confirm the sale.");
    }
    return { state: "done", result };
}

/**
 * Let sales wait until the till has started, as most are Odoo's to send; but not for ever.
 *
 * @returns {Function} to be called when it has; resolves when sales are free to go
 */
function holdSales(outbox) {
    const started = new Deferred();
    const timer = browser.setTimeout(() => started.resolve(), LONGEST_START_MS);
    const free = outbox.whileOdooSends(() => started);
    return () => {
        browser.clearTimeout(timer);
        started.resolve();
        return free;
    };
}

registry.category("services").add("retail_outbox", outboxService);
