import { EventBus, reactive, toRaw } from "@odoo/owl";
import { SALE } from "@retail_pos_mobile/app/outbox/kinds";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { secureUuid } from "@retail_pos_mobile/app/utils/secure_uuid";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

export const WAITING = "waiting";
export const REFUSED = "refused";

const LAST_DELIVERY = "retail_outbox_last_delivery";
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const PATIENCE_MS = 8000; // a guide does not wait longer for an answer; the sending goes on

/**
 * Everything that a phone writes: kept on the phone first, then sent until the server has confirmed
 * it, in the order in which it was done.
 *
 * What the server refuses stays for the user to see. It holds nothing up; an error that nobody
 * expected holds up what was done later to the same model. A sale holds up only what names it in
 * `after`, such as its return: one that cannot be booked must not keep the others.
 *
 * Sales are kept here and sent by Odoo, which confirms them; the outbox sends those that Odoo lost.
 */
export class Outbox {
    /**
     * @param {Object} store keeps the entries, see OutboxStore
     * @param {Function} deliver sends an entry; resolves to the server's answer
     */
    constructor(store, deliver) {
        this.store = store;
        this.deliver = deliver;
        this.bus = new EventBus(); // "done" with { entry, result }
        this.pauseMs = FIRST_PAUSE_MS;
        this.entries = []; // { id, uuid, model, method, values, label, madeAt, tries, state, error }
        this.sentBefore = []; // the keys of sales that were sent before this page was loaded
        // Milliseconds since 1970
        this.lastDelivery = Number(browser.localStorage.getItem(LAST_DELIVERY)) || null;
        this.holds = 0; // who wants sales to wait
        return reactive(this);
    }

    get waiting() {
        return this.entries.filter((entry) => entry.state === WAITING);
    }
    get refused() {
        return this.entries.filter((entry) => entry.state === REFUSED);
    }
    get sales() {
        return this.entries.filter((entry) => entry.kind === SALE);
    }
    /** Nothing but this phone has these: they are neither sent nor saved as a file. */
    get onlyHere() {
        return this.entries.filter((entry) => !entry.savedAt);
    }
    /** @returns {boolean} whether a sale or a deed with this key is on its way */
    has(uuid) {
        return this.entries.some((entry) => entry.uuid === uuid);
    }

    /** Take up what is left from before a reload. */
    async start() {
        const kept = await this.store.all();
        const known = new Set(this.entries.map((entry) => entry.uuid));
        this.entries.unshift(...kept.filter((entry) => !known.has(entry.uuid)));
        this.sentBefore = await this.store.sent();
        this.flush();
    }

    /**
     * Keep what the user did, send it, and say what became of it. Rejects only where the phone cannot
     * keep it and the server cannot be reached: then nothing was done.
     *
     * @param {{model: string, method: string, values: Object, label: string, after?: string[]}} deed
     *  `after`: keys of what must have reached the server before
     * @returns {Promise<{uuid: string, state: "done"|"waiting"|"refused", result?: any, error?: string}>}
     */
    async send({ model, method, values, label, after = [] }) {
        const entry = {
            ...{ uuid: secureUuid(), model, method, values, label, after, madeAt: Date.now() },
            ...{ tries: 0, state: WAITING, error: null },
        };
        try {
            entry.id = await this.store.put(entry);
        } catch {
            return this.sendUnkept(entry);
        }
        this.entries.push(entry);
        const outcome = this.outcome(entry.uuid);
        this.flush();
        return outcome;
    }
    async sendUnkept(entry) {
        try {
            return { uuid: entry.uuid, ...(await this.deliver(entry)) };
        } catch (error) {
            const message = _t("Nothing was saved: this phone cannot keep data and is offline.");
            throw new Error(message, { cause: error });
        }
    }
    /** Resolve when the server has answered, or after a while that is long enough. */
    outcome(uuid) {
        return new Promise((resolve) => {
            const settle = ({ detail }) => {
                if (detail.uuid === uuid) {
                    this.bus.removeEventListener("answer", settle);
                    browser.clearTimeout(timer);
                    resolve(detail);
                }
            };
            const later = { detail: { uuid, state: WAITING } };
            const timer = browser.setTimeout(() => settle(later), PATIENCE_MS);
            this.bus.addEventListener("answer", settle);
        });
    }

    // Sales

    /**
     * Keep a finished sale until the server names it as finished. Rejects where the phone cannot.
     *
     * @param {{uuid: string, values: Object, context: Object, label: string, amount: number,
     *  configId: number, after: string[]}} sale `values`: as the server takes it
     */
    async keepSale(sale) {
        if (this.has(sale.uuid)) {
            return;
        }
        const entry = {
            ...{ kind: SALE, model: "pos.order", method: "sync_from_ui", madeAt: Date.now() },
            ...{ tries: 0, state: WAITING, error: null, ...sale },
        };
        entry.id = await this.store.put(entry);
        this.entries.push(entry);
    }
    /** The server has it. */
    async confirm(uuid, result) {
        const entry = this.entries.find((each) => each.uuid === uuid);
        if (entry) {
            this.pauseMs = FIRST_PAUSE_MS;
            this.lastDelivery = Date.now();
            browser.localStorage.setItem(LAST_DELIVERY, this.lastDelivery);
            this.forget(entry);
            try {
                await (entry.kind === SALE
                    ? this.store.removeSent(entry)
                    : this.store.remove(entry.id));
            } catch (error) {
                console.warn("It will be sent again, and the server will know it", error);
            }
            this.bus.trigger("done", { entry: toRaw(entry), result });
        }
    }
    /** It is not finished after all: the server said so while the customer was there. */
    async withdraw(uuid) {
        const entry = this.entries.find((each) => each.uuid === uuid);
        if (entry) {
            await this.discard(entry);
        }
    }
    /** Let Odoo send its sales first; the outbox takes what is then left. */
    async whileOdooSends(work) {
        this.holds++;
        try {
            return await work();
        } finally {
            this.release();
        }
    }
    release() {
        this.holds--;
        this.plan();
    }

    /** All of it, as a file tells it. */
    contents() {
        return this.entries.map((entry) => {
            const { kind, uuid, model, method, values, context, label, madeAt } = toRaw(entry);
            return { kind, uuid, model, method, values, context, label: String(label), madeAt };
        });
    }
    /** They are in a file too; they stay here until the server confirms them. */
    async noteSaved() {
        for (const entry of this.entries) {
            entry.savedAt = Date.now();
            await this.store.put({ ...toRaw(entry) });
        }
    }

    /** Send a refused entry again, after its reason is gone. */
    async retry(entry) {
        Object.assign(entry, { state: WAITING, error: null });
        await this.store.put({ ...toRaw(entry) });
        this.flush();
    }
    /** Forget an entry, because the user says so. */
    async discard(entry) {
        await this.store.remove(entry.id);
        this.forget(entry);
    }
    forget(entry) {
        this.entries = this.entries.filter(({ uuid }) => uuid !== entry.uuid);
    }

    /** Send all that waits; one run at a time, which takes in what is added meanwhile. */
    async flush() {
        if (!this.run) {
            this.run = this.runOnce();
            await this.run;
        }
    }
    async runOnce() {
        browser.clearTimeout(this.timer);
        this.timer = null;
        try {
            await this.alone(() => this.sendAll());
        } finally {
            this.run = null;
            this.plan();
        }
    }
    /** Send at once, whatever was tried before; resolves when all of it was tried. */
    async sendNow() {
        await this.run;
        this.pauseMs = FIRST_PAUSE_MS;
        await this.flush();
    }
    /** Try again after a while if anything waits; longer after each failure. */
    plan() {
        if (this.waiting.length && !this.timer && !this.run) {
            this.timer = browser.setTimeout(() => this.flush(), this.pauseMs);
            this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
        }
    }
    /** Two tabs do not send the same. One that finds the other at work looks again later. */
    async alone(work) {
        const locks = browser.navigator.locks;
        if (!locks || !this.store.name) {
            return work();
        }
        let isCalled = false;
        const whenGranted = (lock) => {
            isCalled = true;
            return lock && work();
        };
        try {
            await locks.request(this.store.name, { ifAvailable: true }, whenGranted);
        } catch (error) {
            // Under the browser's dialog for printing a page stands still, and is not called back
            if (isCalled) {
                throw error;
            }
        }
    }
    async sendAll() {
        const held = new Set();
        const next = () => this.waiting.find((entry) => !this.isHeld(entry, held));
        let entry = next();
        while (entry && (await this.sendOne(entry, held))) {
            entry = next();
        }
    }
    isHeld(entry, held) {
        return (
            (entry.kind === SALE && this.holds > 0) ||
            held.has(keyToHold(entry)) ||
            this.waiting.some(({ uuid }) => entry.after?.includes(uuid))
        );
    }
    /** @returns {Promise<boolean>} whether the server was reached */
    async sendOne(entry, held) {
        if (await this.isGone(entry)) {
            this.forget(entry);
            return true;
        }
        let answer;
        try {
            answer = await this.deliver(toRaw(entry));
        } catch (error) {
            held.add(keyToHold(entry));
            const isReached = !(error instanceof ConnectionLostError);
            await this.keep(entry, { state: WAITING, error: isReached ? messageOf(error) : null });
            (isReached ? [entry] : this.waiting).forEach((late) => this.tell(late, late));
            return isReached;
        }
        if (answer.state === REFUSED) {
            this.pauseMs = FIRST_PAUSE_MS;
            await this.keep(entry, answer);
        } else {
            await this.confirm(entry.uuid, answer.result);
        }
        this.tell(entry, answer);
        return true;
    }
    /** Another tab may have sent it, or its user thrown it away. */
    async isGone({ id }) {
        try {
            return !(await this.store.get(id));
        } catch {
            return false; // a disk that cannot be read is no reason to lose what is known
        }
    }
    async keep(entry, { state, error }) {
        Object.assign(entry, { state, error, tries: entry.tries + 1 });
        if (this.has(entry.uuid)) {
            await this.store.put({ ...toRaw(entry) });
        }
    }
    tell({ uuid }, { state, result, error }) {
        this.bus.trigger("answer", { uuid, state, result, error });
    }
}

const keyToHold = ({ kind, uuid, model }) => (kind === SALE ? uuid : model);
const messageOf = (error) =>
    error instanceof RPCError ? errorText(error) : error.message || String(error);
