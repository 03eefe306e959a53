import { Block } from "@retail_pos_mobile/app/catalogue/lib/block";
import { CatalogueStore } from "@retail_pos_mobile/app/catalogue/lib/catalogue_store";
import { GoodsIndex } from "@retail_pos_mobile/app/goods/lib/goods_index";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

const AT_ONCE = 3; // requests
const PARSED = 32; // blocks that are kept as objects
const WASTE = 0.3; // part of rows that were replaced, from which on all is loaded anew

/**
 * All that a till sells, where it is too much for records: the texts of the server, an index to search
 * them, and the records of any style on demand. Kept on the disk, so that the next start asks only for
 * what changed.
 */
export class Catalogue {
    constructor(configId, name = `retail-catalogue-${configId}-${odoo.info?.db}`) {
        this.configId = configId;
        this.store = new CatalogueStore(name);
        this._empty();
    }
    _empty() {
        this.index = new GoodsIndex();
        this.texts = [];
        this.firstRows = []; // of the index, by block
        this.parsed = new Map();
        this.gone = new Set();
        this.stamp = null;
        this.key = null;
        this.general = null; // price rules of no product, as text to compare
        this.at = null; // when the server told the latest, milliseconds
    }
    get isWhole() {
        return this.stamp !== null;
    }

    /** Take up what the disk has, and return the stock that it has; nothing, where it is not whole. */
    open() {
        this.opening ||= this._open().catch((error) => {
            console.warn("The catalogue on this phone cannot be read", error);
        });
        return this.opening;
    }
    async _open() {
        const { stock, ...kept } = await this.store.read();
        if (kept.state) {
            const { index, firstRows, gone, stamp, key, general, at } = kept.state;
            Object.assign(this, { firstRows, stamp, key, general, at, texts: kept.texts });
            this.gone = new Set(gone);
            this.index = GoodsIndex.from(index, this.index.compare);
        }
        return { stock };
    }

    // The stock lies beside it: of so many it is too much for the browser's small storage

    askStock() {
        return this._ask({ ask: "stock" });
    }
    keepStock(stock) {
        return this._keep(() => this.store.putStock(stock));
    }

    /**
     * Load everything.
     *
     * @param {(block: Block) => Object[]} rowsOf what the index has of a block
     * @param {Object} compare of the index
     * @param {() => void} onProgress some of it can be used
     */
    async load(rowsOf, compare, onProgress = () => {}) {
        const plan = await this._ask({ ask: "plan" });
        const fresh = new Catalogue(this.configId, this.store.name);
        fresh.store = this.store;
        fresh.index = new GoodsIndex([], compare);
        const isFirst = !this.isWhole;
        await this._keep(() => this.store.clear());
        const { blocks } = plan;
        const waiting = blocks.map(() => null);
        const next = (position) => {
            const block = blocks[position];
            if (block && !waiting[position]) {
                const [first, last] = block;
                waiting[position] = this._askLines({ ask: "block", first, last });
                waiting[position].catch(() => {}); // told where it is awaited
            }
        };
        for (let position = 0; position < blocks.length; position++) {
            for (let ahead = 0; ahead < AT_ONCE; ahead++) {
                next(position + ahead);
            }
            const texts = await waiting[position];
            waiting[position] = null;
            blocks[position] = null;
            const from = fresh.texts.length;
            fresh._add(texts, rowsOf);
            this._keep(() => this.store.put(from, texts));
            if (isFirst) {
                this._become(fresh);
                onProgress();
            }
            await new Promise((resolve) => browser.setTimeout(resolve)); // let the page draw
        }
        const { stamp, key } = plan;
        Object.assign(fresh, { stamp, key });
        this._become(fresh);
        await this._keepState();
        onProgress();
    }
    _become({ index, texts, firstRows, parsed, gone, stamp, key, general, at }) {
        Object.assign(this, { index, texts, firstRows, parsed, gone, stamp, key, general, at });
    }
    /** @returns {number[]} the styles that came */
    _add(texts, rowsOf) {
        const ids = [];
        const added = [];
        for (const text of texts) {
            const block = new Block(JSON.parse(text));
            this.firstRows.push(this.index.ids.length + added.length);
            this.texts.push(text);
            added.push(...rowsOf(block));
            for (const id of block.styleIds) {
                ids.push(id);
                this.gone.delete(id);
            }
        }
        this.index.add(added);
        return ids;
    }

    /**
     * Ask for what changed.
     *
     * @returns {Promise<{changed: number[], gone: number[], general: Object[]|null}|null>} null where
     *  only loading everything helps
     */
    async refresh(rowsOf) {
        const answer = await this.askChanges(this.stamp, this.key);
        if (answer.reload || this.index.waste > WASTE * this.index.size) {
            return null;
        }
        const from = this.texts.length;
        const texts = answer.blocks.map((tables) => JSON.stringify(tables));
        const changed = this._add(texts, rowsOf);
        this.index.remove(answer.gone);
        answer.gone.forEach((id) => this.gone.add(id));
        this.stamp = answer.stamp;
        this.at = Date.now();
        if (changed.length || answer.gone.length) {
            await this._keepState(from, texts);
        }
        return { changed, gone: answer.gone, general: answer.general };
    }
    askChanges(since, key) {
        return this._ask({ ask: "changes", since, key });
    }

    /** @returns {Object} by model, the records of these styles as Odoo's server sends them */
    recordsOf(styleIds) {
        const all = {};
        for (const id of styleIds) {
            const row = this.index.rowOfStyle.get(id);
            if (row === undefined) {
                continue;
            }
            for (const [model, records] of Object.entries(this._blockOf(row).recordsOf(id))) {
                (all[model] ||= []).push(...records);
            }
        }
        return all;
    }
    _blockOf(row) {
        let number = this.firstRows.length - 1;
        for (let low = 0, high = number; low <= high;) {
            const middle = (low + high) >> 1;
            if (this.firstRows[middle] <= row) {
                number = middle;
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        let block = this.parsed.get(number);
        if (!block) {
            block = new Block(JSON.parse(this.texts[number]));
            if (this.parsed.size >= PARSED) {
                this.parsed.delete(this.parsed.keys().next().value);
            }
            this.parsed.set(number, block);
        }
        return block;
    }

    async _keepState(from = this.texts.length, texts = []) {
        const { firstRows, stamp, key, general, at } = this;
        const state = {
            ...{ firstRows, stamp, key, general, at },
            gone: [...this.gone],
            blocks: this.texts.length,
            index: this.index.toJSON(),
        };
        await this._keep(() => this.store.put(from, texts, state));
    }
    /** A phone without room works on, and loads everything at its next start. */
    async _keep(write) {
        try {
            await write();
        } catch (error) {
            console.warn("The catalogue cannot be kept on this phone", error);
        }
    }
    async _ask(params) {
        return JSON.parse(await this._fetch(params));
    }
    async _askLines(params) {
        return (await this._fetch(params)).split("\n").filter(Boolean);
    }
    async _fetch(params) {
        const url = `/retail/till_catalogue/${this.configId}`;
        let response;
        try {
            response = await browser.fetch(url, {
                method: "POST",
                body: new URLSearchParams(params),
            });
        } catch {
            throw new ConnectionLostError(url);
        }
        const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
        if (!response.ok || !isOurs) {
            throw new ConnectionLostError(url);
        }
        return response.text();
    }
}
