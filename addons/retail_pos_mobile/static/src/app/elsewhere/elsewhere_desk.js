import { reactive } from "@odoo/owl";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { secureUuid } from "@retail_pos_mobile/app/utils/secure_uuid";
import { _t } from "@web/core/l10n/translation";

const FULFILMENT = "retail.fulfilment";
const HANDOUT = "retail.handout";

/** What went wrong, in words that the server or this desk chose for the user. */
export class DeskError extends Error {}

/**
 * The till's side of what is sold from elsewhere and handed out later: what waits, and the calls.
 *
 * Reading keeps the last answer with its age, so that the page is of use offline. What is done to goods
 * goes through the outbox; holding goods alone does not wait in it, as a hold that comes late would
 * keep goods from others for a customer who has left.
 */
export class ElsewhereDesk {
    /**
     * @param {Function} call `(model, method, args)` of the server, rejects
     * @param {Object} outbox of the phone
     * @param {number} configId of the till
     */
    constructor(call, outbox, configId) {
        this.call = call;
        this.outbox = outbox;
        this.configId = configId;
        this.tasks = { prepare: [], pickup: [], ours: [] };
        this.shipments = [];
        this.loadedAt = null; // milliseconds since 1970
        this.isLoading = false;
        this.error = "";
        this.held = new Map(); // uuid of holds that nobody answered for, by wish
        return reactive(this);
    }

    get toPrepare() {
        return this.tasks.prepare.length;
    }
    get toReturn() {
        return this.tasks.ours.filter(({ money }) => money === "to_return").length;
    }
    /** Deliveries less those that this phone has sent without a connection. */
    get toShip() {
        const sent = this.outbox.waiting
            .filter(({ method }) => method === "_phone_ship")
            .map(({ values }) => values.picking_id);
        return this.shipments.filter(({ picking_id }) => !sent.includes(picking_id));
    }
    /** What somebody here has to do: not what is ready, which waits for its customer. */
    get waiting() {
        return this.toShip.length + this.toReturn;
    }

    async refresh() {
        if (this.isLoading) {
            this.isStale = true;
            return;
        }
        this.isLoading = true;
        try {
            do {
                this.isStale = false;
                [this.tasks, this.shipments] = await answered(
                    Promise.all([
                        this.call(FULFILMENT, "get_tasks", [this.configId]),
                        this.call(HANDOUT, "get_shipments", [this.configId]),
                    ])
                );
            } while (this.isStale);
            this.loadedAt = Date.now();
            this.error = "";
        } catch (error) {
            this.error = errorText(error);
        } finally {
            this.isLoading = false;
        }
    }

    /** @returns {Promise<Object[]>} where else the variant lies */
    candidates(productId) {
        return answered(this.call(FULFILMENT, "get_candidates", [this.configId, productId]));
    }
    addresses(partnerId) {
        return answered(this.call(FULFILMENT, "get_addresses", [this.configId, partnerId]));
    }
    findPickup(text) {
        return answered(this.call(HANDOUT, "find_pickup", [this.configId, text]));
    }

    /**
     * Hold goods for a line of the cart. The same wish asked again after a lost answer gets the first
     * hold, and does not hold more.
     *
     * @throws {DeskError} with the reason why the goods cannot be had
     */
    async reserve(wish) {
        const values = { config_id: this.configId, ...wish };
        const key = JSON.stringify(values);
        const uuid = this.held.get(key) || secureUuid();
        this.held.set(key, uuid);
        const entry = { uuid, model: FULFILMENT, method: "_phone_reserve", values };
        const answer = await answered(this.call("retail.outbox.entry", "deliver", [entry]));
        this.held.delete(key);
        if (answer.state !== "done") {
            throw new DeskError(answer.error);
        }
        return answer.result;
    }
    /** Let go of goods whose line left the cart; later will do. */
    release(uuid) {
        return this.outbox.send({
            model: FULFILMENT,
            method: "_phone_release",
            values: { uuid },
            label: _t("Let go of goods in another store"),
        });
    }

    /**
     * @returns {Promise<{state: string, result: any}>} done, or waiting where the phone is offline
     * @throws {DeskError} with the reason of a refusal, which does not stay in the outbox
     */
    async deliver(model, method, values, label) {
        const answer = await this.outbox.send({
            model,
            method,
            values: { config_id: this.configId, ...values },
            label,
        });
        if (answer.state === "refused") {
            const entry = this.outbox.entries.find(({ uuid }) => uuid === answer.uuid);
            if (entry) {
                await this.outbox.discard(entry);
            }
            this.refresh();
            throw new DeskError(answer.error);
        }
        await this.refresh();
        return answer;
    }
    accept(card) {
        return this.act(card, "_phone_accept", _t("Accept %s", card.name));
    }
    refuse(card, reason) {
        return this.act(card, "_phone_refuse", _t("Refuse %s", card.name), { reason });
    }
    send(card) {
        return this.act(card, "_phone_send", _t("Send %s", card.name));
    }
    receive(card) {
        return this.act(card, "_phone_receive", _t("%s has arrived", card.name));
    }
    redirect(card, sourceId, kind) {
        const values = { source_id: sourceId, kind };
        return this.act(card, "_phone_redirect", _t("Other place for %s", card.name), values);
    }
    prepareRefund(card) {
        return this.act(card, "_phone_prepare_refund", _t("Refund of %s", card.name));
    }
    act(card, method, label, values = {}) {
        return this.deliver(FULFILMENT, method, { id: card.id, ...values }, label);
    }
    handOut({ key, id, title }) {
        const values = id ? { id } : { key };
        return this.deliver(HANDOUT, "_phone_hand_out", values, _t("Hand out %s", title));
    }
    ship(shipment, atCounter = false) {
        return this.deliver(
            HANDOUT,
            "_phone_ship",
            { picking_id: shipment.picking_id, at_counter: atCounter },
            atCounter ? _t("Hand out %s", shipment.title) : _t("Ship %s", shipment.title)
        );
    }
}
