import IndexedDB from "@point_of_sale/app/models/utils/indexed_db";
import { PosData } from "@point_of_sale/app/services/data_service";
import { copies } from "@retail_pos_mobile/app/outbox/copies";
import { currentName, done, inTime, nextName } from "@retail_pos_mobile/app/outbox/database";
import { showRepairPage, takeWithoutCarts } from "@retail_pos_mobile/app/outbox/repair_page";
import { storage } from "@retail_pos_mobile/app/outbox/storage";
import { damageOf, divide, halfWritten } from "@retail_pos_mobile/app/outbox/till_check";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

const OPENING_MS = 10_000;
const LOOK_AGAIN_MS = 2000;

// A till whose data are damaged starts all the same: with a database of the next name, which Odoo
// fills from the server, and with the carts of the damaged one, or else of their copy.
patch(PosData.prototype, {
    async setup() {
        try {
            return await super.setup(...arguments);
        } catch (error) {
            return this.restartRepaired(error);
        }
    },
    get databaseName() {
        return currentName(super.databaseName);
    },
    get firstDatabaseName() {
        return super.databaseName;
    },
    get cartsKey() {
        return `carts of ${this.firstDatabaseName}`;
    },
    get writtenKey() {
        return `retail_written_${this.databaseName}`;
    },

    async initIndexedDB(relations) {
        const name = this.databaseName;
        const before = await this.readDatabase();
        const written = JSON.parse(browser.localStorage.getItem(this.writtenKey) || "null");
        const damage = before.damage || damageOf(before.tables, this.tablesFor(relations), written);
        // Without a connection nothing could fill the next one
        const isReplaced = before.damage || (damage && !this.network.offline);
        if (damage) {
            console.warn(`${name} is damaged: ${damage}`);
        }
        if (isReplaced) {
            this.takeNextDatabase();
        }
        await this.openOrTakeNext(() => super.initIndexedDB(relations));
        let { carts } = before;
        if (isReplaced || !before.tables["pos.order"]) {
            await this.restoreCarts(carts);
            carts = await this.indexedDB.readAll(Object.keys(this.opts.databaseTable));
        }
        await this.setDamagedCartsAside(carts, takeWithoutCarts());
        this.readInFull = isReplaced && !before.damage ? name : null;
    },
    /** Key path and name of each table, as Odoo makes them. */
    tablesFor(relations) {
        const { databaseTable } = this.opts;
        const models = new Set([...Object.keys(relations), ...Object.keys(databaseTable)]);
        return [...models].map((model) => [databaseTable[model]?.key || "id", model]);
    },
    takeNextDatabase() {
        nextName(this.firstDatabaseName);
    },
    /** An open that another tab blocks never ends; the till does not wait for it. */
    async openOrTakeNext(open) {
        try {
            await inTime(open(), this.databaseName, OPENING_MS);
        } catch (error) {
            console.warn("Another database takes its place", error);
            this.takeNextDatabase();
            await inTime(open(), this.databaseName, OPENING_MS);
        }
    },
    /** What is in the database now, read as nobody relies on it yet. */
    async readDatabase() {
        const result = { tables: {}, carts: {}, damage: "" };
        let database;
        try {
            database = await inTime(done(indexedDB.open(this.databaseName)), this.databaseName);
            await inTime(this.readTables(database, result), this.databaseName);
        } catch (error) {
            result.damage = String(error);
        } finally {
            database?.close();
        }
        return result;
    },
    async readTables(database, { tables, carts }) {
        const names = [...database.objectStoreNames];
        if (!names.length) {
            return;
        }
        const transaction = database.transaction(names);
        const look = async (name) => {
            const table = transaction.objectStore(name);
            const isCart = name in this.opts.databaseTable;
            const asked = [done(table.count()), isCart && done(table.getAll())];
            const [count, records] = await Promise.all(asked);
            tables[name] = { key: table.keyPath, count };
            if (isCart) {
                carts[name] = records;
            }
        };
        await Promise.all(names.map(look)); // asked at once, not one behind the other
    },

    // What the server sent

    /**
     * @override Note what is to be written until it is, so that a load that was cut off shows.
     *
     * After a reset Odoo hands over an array that bears the models as names, of which its copy by JSON
     * keeps nothing: what the till writes later, such as its session, would pass for the whole.
     */
    async synchronizeServerDataInIndexedDB(data = {}) {
        const byModel = { ...data };
        if (!byModel["pos.session"]?.length || !byModel["pos.config"]?.length) {
            return super.synchronizeServerDataInIndexedDB(byModel);
        }
        const key = this.writtenKey;
        const written = this.countsOf(byModel);
        browser.localStorage.setItem(key, JSON.stringify(written));
        await super.synchronizeServerDataInIndexedDB(byModel);
        if (!halfWritten((await this.readDatabase()).tables, written)) {
            browser.localStorage.removeItem(key);
        }
    },
    countsOf(data) {
        const models = Object.keys(data).filter((model) => !(model in this.opts.databaseTable));
        return Object.fromEntries(
            models.map((model) => [model, new Set(data[model].map(({ id }) => id)).size])
        );
    },

    // Carts

    async synchronizeLocalDataInIndexedDB() {
        const data = await super.synchronizeLocalDataInIndexedDB(...arguments);
        await this.copyCarts(data);
        return data;
    },
    async copyCarts(data) {
        try {
            await copies().put(this.cartsKey, JSON.parse(JSON.stringify(data)));
        } catch (error) {
            storage.report(error);
        }
    },
    /** @override The carts outlive a reset; nothing but the connection keeps the database open. */
    async resetIndexedDB() {
        const { tables, carts } = await this.readDatabase();
        if (tables["pos.order"]) {
            await this.copyCarts(carts);
        }
        browser.localStorage.removeItem(this.writtenKey);
        this.indexedDB.db?.close();
        return super.resetIndexedDB(...arguments);
    },
    async restoreCarts(read) {
        let { sound } = divide(read);
        if (!sound["pos.order"]?.length) {
            ({ sound } = divide((await copies().get(this.cartsKey)) || {}));
        }
        for (const [model, records] of Object.entries(sound)) {
            await this.indexedDB.create(model, records);
        }
    },
    /** Records of carts that would keep the till from starting are kept for the service, not used. */
    async setDamagedCartsAside(carts, isForAll) {
        const damaged = isForAll ? carts : divide(carts).damaged;
        for (const [model, records] of Object.entries(damaged)) {
            console.warn("Set aside, as the till cannot use it", model, records);
            await copies().put(`damaged ${Date.now()} ${model}`, records);
            const keys = records.map((record) => record?.[this.opts.databaseTable[model].key]);
            await this.indexedDB.delete(model, keys.filter(Boolean));
        }
    },

    // A start that failed, or that would take long

    /** @override A network that swallows everything is none: start with what the phone has. */
    async initializeDeviceIdentifier() {
        const wasHere = browser.localStorage.getItem(`pos_data_params_${odoo.pos_config_id}`);
        if (wasHere && !this.network.offline) {
            await this.checkConnectivity();
        }
        return super.initializeDeviceIdentifier(...arguments);
    },
    /** @override Odoo counts itself online as long as the answer is awaited, for ever if it must. */
    async checkConnectivity() {
        if (await isServerThere()) {
            return super.checkConnectivity(...arguments);
        }
        this.network.offline = true;
        browser.clearTimeout(this.checkConnectivityTimeout);
        this.checkConnectivityTimeout = browser.setTimeout(
            () => this.checkConnectivity(),
            LOOK_AGAIN_MS
        );
    },
    /**
     * Start again, once, with data that are loaded anew; after that, or where the server cannot be
     * reached, say what is wrong.
     */
    async restartRepaired(error) {
        console.error("The till could not start", error);
        const isFirstTime = !browser.sessionStorage.getItem(REPAIRED);
        const isCutOff = error instanceof ConnectionLostError;
        const isOnline = await isServerThere();
        if (isFirstTime && isOnline && !isCutOff) {
            browser.sessionStorage.setItem(REPAIRED, this.databaseName);
            this.takeNextDatabase();
            browser.location.reload();
        } else {
            showRepairPage({ error, isOnline, isCutOff });
        }
        return new Promise(() => {}); // the page goes, or the user decides
    },
    async initData() {
        const result = await super.initData(...arguments);
        if (!this.models["pos.config"].getFirst()) {
            throw new Error("This phone has no data of the till.");
        }
        return result;
    },

    /** The till has started: remove the database whose place another took, once its carts are here. */
    noteStart() {
        const replaced = this.readInFull || browser.sessionStorage.getItem(REPAIRED);
        browser.sessionStorage.removeItem(REPAIRED);
        if (replaced && replaced !== this.databaseName) {
            indexedDB.deleteDatabase(replaced);
        }
    },
});

const REPAIRED = "retail_till_repaired";

/** Not by a page, which the phone may have kept. */
async function isServerThere() {
    try {
        await inTime(rpc("/pos/ping"), "The server");
        return true;
    } catch {
        return false;
    }
}

patch(IndexedDB.prototype, {
    /** @override Odoo does not look at what could not be written; a phone that is full must say so. */
    async promises() {
        const results = await super.promises(...arguments);
        const failed = results?.find(({ status }) => status === "rejected");
        if (failed) {
            storage.report(failed.reason);
        }
        return results;
    },
});
