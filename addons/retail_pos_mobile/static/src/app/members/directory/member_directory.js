import { CatalogueStore } from "@retail_pos_mobile/app/catalogue/lib/catalogue_store";
import { MemberBook } from "@retail_pos_mobile/app/members/directory/member_book";
import { browser } from "@web/core/browser/browser";
import { delay } from "@web/core/utils/concurrency";

const PARTS = 50; // on the disk, from which on they are written as one
const BREATH_MS = 20; // for the page, between two parts

/**
 * The members of a chain on this phone: on its disk, in columns in its memory, and brought up to date.
 *
 * @property {number|null} at when the server told the latest, milliseconds; null while it is not whole
 * @property {boolean} isAll whether these are all members, or those of the store
 */
export class MemberDirectory {
    constructor(configId, name = `retail-members-${configId}-${odoo.info?.db}`) {
        this.configId = configId;
        this.store = new CatalogueStore(name);
        this.begin();
    }
    begin() {
        this.book = new MemberBook();
        this.parts = 0;
        Object.assign(this, { stamp: null, at: null, isAll: false });
    }

    /** Take up what the disk has. */
    async open() {
        const { state, arrays } = await this.store.read();
        if (state) {
            for (const part of arrays) {
                this._take(part);
                await delay(BREATH_MS);
            }
            Object.assign(this, { stamp: state.stamp, at: state.at, isAll: state.isAll });
            this.parts = arrays.length;
        }
    }
    /** Ask for all members, or for those who changed; @returns {Promise<number[]>} who did */
    async refresh() {
        const told = this.stamp ? await this._ask({ since: this.stamp }) : { reload: true };
        if (told.reload) {
            await this._load();
            return [];
        }
        const { columns, gone, stamp } = told;
        if (stamp) {
            this._take({ columns, gone });
            Object.assign(this, { stamp, at: Date.now() });
            await this._keep({ columns, gone });
        }
        return columns?.id || [];
    }
    async _load() {
        const fresh = new MemberDirectory(this.configId, this.store.name);
        fresh.store = this.store;
        await this.store.clear();
        let page;
        do {
            page = await this._ask({ after: page?.next || 0 });
            // What changed while the pages came is asked for with the first one's stamp
            fresh.stamp ||= page.stamp;
            fresh.isAll = page.is_all;
            fresh._take(page);
            await fresh._keepPart(page);
            await delay(BREATH_MS);
        } while (page.next);
        const { book, parts, stamp, isAll } = fresh;
        Object.assign(this, { book, parts, stamp, isAll, at: Date.now() });
        await this._keepState();
    }
    _take({ columns, gone = [] }) {
        this.book.add(columns);
        this.book.remove(gone);
    }
    async _keep(part) {
        if (this.parts >= PARTS) {
            this.parts = 0;
            await this.store.clear();
            await this._keepPart({ columns: this.book.whole() });
        } else if (part.columns.id.length || part.gone.length) {
            await this._keepPart(part);
        }
        await this._keepState();
    }
    _keepPart({ columns, gone = [] }) {
        return this.store.put([[this.parts++, { columns, gone }]]);
    }
    /** Last: without it the disk has nothing. */
    _keepState() {
        const { stamp, at, isAll, parts } = this;
        return this.store.put([], { stamp, at, isAll, blocks: parts });
    }
    async _ask(params) {
        const url = `/retail/till_members/${this.configId}`;
        const body = new URLSearchParams(params);
        const response = await browser.fetch(url, { method: "POST", body });
        // A page to sign in is no answer either
        if (!response.ok || !response.headers.get("Content-Type")?.includes("json")) {
            throw new Error(`${url}: ${response.status}`);
        }
        return response.json();
    }
}
