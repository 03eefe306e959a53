import { Block } from "@retail_pos_mobile/app/catalogue/lib/block";
import { CatalogueStore } from "@retail_pos_mobile/app/catalogue/lib/catalogue_store";
import { Pieces } from "@retail_pos_mobile/app/catalogue/lib/pieces";
import { GoodsIndex } from "@retail_pos_mobile/app/goods/lib/goods_index";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

const AT_ONCE = 3; // requests
const PARSED = 32; // blocks that are kept as objects
const AT_A_TIME = 1000; // rows, while the page goes on
const UNSETTLED = 500; // rows, from which on they are laid in order
const KEEP_MS = 5 * 60 * 1000; // to write the index takes the page a moment
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
        this.pieces = new Pieces();
        this.parsed = new Map();
        this.unkept = []; // what came since the disk was written
        this.replaced = 0; // styles in pieces of which the index knows no longer
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
            const { index, gone, stamp, key, general, at, replaced } = kept.state;
            Object.assign(this, { stamp, key, general, at, replaced });
            this.pieces = new Pieces(kept.arrays);
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
                waiting[position] = this._askBytes({ ask: "block", first, last });
                waiting[position].catch(() => {}); // told where it is awaited
            }
        };
        for (let position = 0; position < blocks.length; position++) {
            for (let ahead = 0; ahead < AT_ONCE; ahead++) {
                next(position + ahead);
            }
            const bytes = await waiting[position];
            waiting[position] = null;
            blocks[position] = null;
            fresh._add(bytes, rowsOf);
            this._keep(() => this.store.put([[position, bytes]]));
            if (isFirst) {
                this._become(fresh);
                onProgress();
            }
            await pause();
        }
        const { stamp, key } = plan;
        Object.assign(fresh, { stamp, key });
        await fresh._settle();
        fresh.replaced = 0;
        this._become(fresh);
        await this._keepState();
        onProgress();
    }
    _become({ index, pieces, parsed, unkept, replaced, gone, stamp, key, general, at }) {
        Object.assign(this, { index, pieces, parsed, unkept, replaced, gone });
        Object.assign(this, { stamp, key, general, at });
    }
    /** Lay the index in the order in which goods are shown, which makes a search short. */
    async _settle() {
        const settled = new GoodsIndex([], this.index.compare);
        for (const rows of this.index.rowsInOrder(AT_A_TIME)) {
            settled.add(rows);
            await pause();
        }
        this.replaced += this.index.waste;
        this.index = settled;
    }
    /** @returns {number[]} the styles that came */
    _add(bytes, rowsOf) {
        const [ids, rows] = [[], []];
        for (let piece = this.pieces.add(bytes); piece < this.pieces.count; piece++) {
            const block = new Block(this.pieces.read(piece));
            rowsOf(block).forEach((row) => rows.push({ ...row, piece }));
            for (const id of block.styleIds) {
                ids.push(id);
                this.gone.delete(id);
            }
        }
        this.index.add(rows);
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
        if (answer.reload || this.replaced + this.index.waste > WASTE * this.index.size) {
            return null;
        }
        const lines = answer.blocks.map((tables) => JSON.stringify(tables)).join("\n");
        const bytes = new TextEncoder().encode(lines);
        const changed = this._add(bytes, rowsOf);
        this.index.remove(answer.gone);
        answer.gone.forEach((id) => this.gone.add(id));
        if (this.index.unsettled > UNSETTLED) {
            await this._settle();
        }
        this.stamp = answer.stamp;
        this.at = Date.now();
        if (changed.length || answer.gone.length) {
            this.unkept.push([this.pieces.arrays.length - 1, bytes]);
            this._keepSoon();
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
            const piece = this.index.pieceOf(id);
            if (piece === undefined) {
                continue;
            }
            for (const [model, records] of Object.entries(this._blockOf(piece).recordsOf(id))) {
                (all[model] ||= []).push(...records);
            }
        }
        return all;
    }
    /** @returns {Object} a variant as Odoo's server sends it */
    variant(id) {
        const styleId = this.index.styleOfVariant(id);
        const block = this._blockOf(this.index.pieceOf(styleId));
        return block.ofStyle("product.product", styleId).find((variant) => variant.id === id);
    }
    _blockOf(number) {
        let block = this.parsed.get(number);
        if (!block) {
            block = new Block(this.pieces.read(number));
            if (this.parsed.size >= PARSED) {
                this.parsed.delete(this.parsed.keys().next().value);
            }
            this.parsed.set(number, block);
        }
        return block;
    }

    /** What is not on the disk yet is asked for again after a reload: the stamp there is older, too. */
    _keepSoon() {
        this.keeping ||= browser.setTimeout(() => this._keepState(), KEEP_MS);
    }
    /** Write now what waits to be written. */
    keepNow() {
        return this.keeping && this._keepState();
    }
    async _keepState() {
        browser.clearTimeout(this.keeping);
        const { unkept, stamp, key, general, at, replaced } = this;
        Object.assign(this, { keeping: null, unkept: [] });
        const state = {
            ...{ stamp, key, general, at, replaced },
            gone: [...this.gone],
            blocks: this.pieces.arrays.length,
            index: this.index.toJSON(),
        };
        await this._keep(() => this.store.put(unkept, state));
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
        return (await this._fetch(params)).json();
    }
    async _askBytes(params) {
        return new Uint8Array(await (await this._fetch(params)).arrayBuffer());
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
        return response;
    }
}

/** Let the page draw. */
const pause = () => new Promise((resolve) => browser.setTimeout(resolve));
