import { Outbox } from "@retail_pos_mobile/app/outbox/outbox";
import { OutboxStore } from "@retail_pos_mobile/app/outbox/outbox_store";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

export const outboxService = {
    dependencies: ["orm"],
    start(env, { orm }) {
        // One for all tills of a phone: what was done at one is sent from the next
        const store = new OutboxStore(`retail-outbox-${odoo.info?.db}`);
        const outbox = new Outbox(store, ({ uuid, model, method, values, madeAt }) =>
            orm.silent.call("retail.outbox.entry", "deliver", [
                { uuid, model, method, values, made_at: madeAt },
            ])
        );
        for (const event of ["pos-network-online", "online"]) {
            browser.addEventListener(event, () => outbox.flush());
        }
        // Else the browser may delete everything when the phone's storage runs low
        browser.navigator.storage?.persist?.();
        outbox.start().catch((error) => console.warn("The outbox cannot be read", error));
        return outbox;
    },
};

registry.category("services").add("retail_outbox", outboxService);
