import { EventBus, reactive, toRaw } from "@odoo/owl";
import { secureUuid } from "@retail_pos_mobile/app/utils/secure_uuid";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

export const WAITING = "waiting";
export const REFUSED = "refused";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const PATIENCE_MS = 8000; // a guide does not wait longer for an answer; the sending goes on

/**
 * Everything but sales that a phone writes: kept on the phone first, then sent until the server has
 * confirmed it, in the order in which it was done.
 *
 * What the server refuses stays for the user to see. It holds nothing up; an error that nobody
 * expected holds up what was done later to the same model.
 */
export class Outbox {
    /**
     * @param {Object} store keeps the entries: `all()`, `put(entry)`, `remove(id)`
     * @param {Function} deliver sends an entry; resolves to the server's answer
     */
    constructor(store, deliver) {
        this.store = store;
        this.deliver = deliver;
        this.bus = new EventBus(); // "done" with { entry, result }
        this.pauseMs = FIRST_PAUSE_MS;
        this.entries = []; // { id, uuid, model, method, values, label, madeAt, tries, state, error }
        this.lastDelivery = null; // milliseconds since 1970
        return reactive(this);
    }

    get waiting() {
        return this.entries.filter((entry) => entry.state === WAITING);
    }
    get refused() {
        return this.entries.filter((entry) => entry.state === REFUSED);
    }

    /** Take up what is left from before a reload. */
    async start() {
        const kept = await this.store.all();
        const known = new Set(this.entries.map((entry) => entry.uuid));
        this.entries.unshift(...kept.filter((entry) => !known.has(entry.uuid)));
        this.flush();
    }

    /**
     * Keep what the user did, send it, and say what became of it. Rejects only where the phone cannot
     * keep it and the server cannot be reached: then nothing was done.
     *
     * @param {{model: string, method: string, values: Object, label: string}} deed
     * @returns {Promise<{uuid: string, state: "done"|"waiting"|"refused", result?: any, error?: string}>}
     */
    async send({ model, method, values, label }) {
        const entry = {
            ...{ uuid: secureUuid(), model, method, values, label, madeAt: Date.now() },
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

    /** Send a refused entry again, after its reason is gone. */
    async retry(entry) {
        Object.assign(entry, { state: WAITING, error: null });
        await this.store.put({ ...toRaw(entry) });
        this.flush();
    }
    /** Forget a refused entry, because the user says so. */
    async discard(entry) {
        await this.store.remove(entry.id);
        this.forget(entry);
    }
    forget(entry) {
        const index = this.entries.findIndex(({ uuid }) => uuid === entry.uuid);
        this.entries.splice(index, 1);
    }

    /** Send all that waits; one run at a time, which takes in what is added meanwhile. */
    async flush() {
        if (this.running) {
            return;
        }
        this.running = true;
        browser.clearTimeout(this.timer);
        const heldModels = new Set();
        const next = () => this.waiting.find(({ model }) => !heldModels.has(model));
        try {
            let entry = next();
            while (entry && (await this.sendOne(entry, heldModels))) {
                entry = next();
            }
        } finally {
            this.running = false;
        }
        if (this.waiting.length) {
            this.timer = browser.setTimeout(() => this.flush(), this.pauseMs);
            this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
        }
    }
    /** @returns {Promise<boolean>} whether the server was reached */
    async sendOne(entry, heldModels) {
        let answer;
        try {
            answer = await this.deliver(toRaw(entry));
        } catch (error) {
            heldModels.add(entry.model);
            const isReached = !(error instanceof ConnectionLostError);
            await this.keep(entry, { state: WAITING, error: isReached ? messageOf(error) : null });
            (isReached ? [entry] : this.waiting).forEach((late) => this.tell(late, late));
            return isReached;
        }
        this.pauseMs = FIRST_PAUSE_MS;
        if (answer.state === REFUSED) {
            await this.keep(entry, answer);
        } else {
            await this.store.remove(entry.id);
            this.forget(entry);
            this.lastDelivery = Date.now();
            this.bus.trigger("done", { entry: toRaw(entry), result: answer.result });
        }
        this.tell(entry, answer);
        return true;
    }
    async keep(entry, { state, error }) {
        Object.assign(entry, { state, error, tries: entry.tries + 1 });
        await this.store.put({ ...toRaw(entry) });
    }
    tell({ uuid }, { state, result, error }) {
        this.bus.trigger("answer", { uuid, state, result, error });
    }
}

const messageOf = (error) =>
    error instanceof RPCError ? error.data?.message || error.message : String(error);
