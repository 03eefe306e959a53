import { Logger } from "@bus/workers/bus_worker_utils";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

const AFTER_MS = 100; // behind the frame that shows what is being told of

patch(Logger.prototype, {
    /** @override What happened goes into Odoo's log once it is on the screen: a disk is slower than a scan. */
    async log() {
        await new Promise((resolve) => browser.setTimeout(resolve, AFTER_MS));
        return super.log(...arguments);
    },
});
