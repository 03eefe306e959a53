import { reactive, toRaw } from "@odoo/owl";
import { RAW_SYMBOL } from "@point_of_sale/app/models/related_models/utils";
import { hydrate, hydration } from "@retail_pos_mobile/app/catalogue/hydration";
import { Catalogue } from "@retail_pos_mobile/app/catalogue/catalogue";
import { Block } from "@retail_pos_mobile/app/catalogue/lib/block";
import { applyChanges } from "@retail_pos_mobile/app/catalogue/changes";
import { GoodsIndex, compareSizes } from "@retail_pos_mobile/app/goods/lib/goods_index";
import { StockBook } from "@retail_pos_mobile/app/goods/lib/stock_book";
import { layOutVariants } from "@retail_pos_mobile/app/goods/lib/variant_matrix";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { drawn } from "@retail_pos_mobile/app/utils/drawn";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const REFRESH_MS = 5 * 60 * 1000;
const CATALOGUE_MS = 40 * 1000; // a price is never older than a minute, the answer's way included
const NOBODY_LOOKS_MS = 2000;
const AT_MOST_AT_A_TIME = 1000; // The server answers for no more variants

// A record's own data, without the relations and proxies around it
const rawOf = (record) => record[RAW_SYMBOL];
// Many times faster than localeCompare, which asks for the language at each call
const byName = new Intl.Collator().compare;
const idsIn = (raw, field) => [...(raw[field] || [])];

/** Filters of a page of goods: the values chosen by facet, prices, and whether only what is here. */
export const noFilter = () => ({ chosen: {}, minPrice: null, maxPrice: null, inStock: false });

/**
 * The catalogue and the stock of a till: `pos.goods`. The index and the stock book are plain objects,
 * for a search walks over thousands of variants; pages follow the counters in `state`.
 */
export class Goods {
    constructor(pos) {
        this.pos = pos;
        this.state = reactive({
            ...{ catalogue: 0, stock: 0, isRefreshing: false },
            unknownStyle: null, // the last style whose places the server could not tell
        });
        // What each page was narrowed down to, kept while another page is open
        this.filters = { sell: reactive(noFilter()), stock: reactive(noFilter()) };
        this.stockPage = reactive({ text: "", styleId: 0, variantId: 0 });
        this.elsewhere = new Map(); // style id → what `by_warehouse` told
        this.prices = new Map();
        // Of a large catalogue only what is shown or sold becomes records
        this.catalogue = pos.data.catalogue;
        this.book = new StockBook(this._readKept());
        this.isStale = true;
        this.knownIds = new Set(); // the variants that this till had when the server told the stock
        this.shown = () => {}; // a page of goods calls it when it is there
        for (const model of CATALOGUE_MODELS) {
            for (const event of ["create", "update", "delete"]) {
                pos.models[model]?.addEventListener(event, () => this._catalogueChanged());
            }
        }
    }

    /** Fetch the stock now, and again every few minutes while somebody looks. */
    start() {
        browser.setInterval(() => document.hidden || this.refresh(), REFRESH_MS);
        window.addEventListener("pos-network-online", () => this.refresh());
        if (this.catalogue) {
            this._whenShown().then(() => whenIdle(() => this.startCatalogue()));
        } else {
            this.refresh();
            this.startCatalogue();
        }
    }

    /** A page of goods is drawn for the first time, or nobody opens one: reading stops a slow phone. */
    async _whenShown() {
        await this.pos.ready;
        const isLate = new Promise((resolve) => browser.setTimeout(resolve, NOBODY_LOOKS_MS));
        await Promise.race([new Promise((resolve) => (this.shown = resolve)), isLate]);
        await drawn();
    }

    // --- The catalogue ---

    /** Take up the catalogue and let it never grow older than a minute while there is a connection. */
    async startCatalogue() {
        browser.setInterval(() => document.hidden || this.refreshCatalogue(), CATALOGUE_MS);
        window.addEventListener("pos-network-online", () => this.refreshCatalogue());
        document.addEventListener("visibilitychange", () => {
            document.hidden ? this.catalogue?.keepNow() : this.refreshCatalogue();
        });
        await this.takeUpCatalogue();
        await Promise.all([this.refreshCatalogue(), this.catalogue && this.refresh()]);
    }
    /** Take up what the phone kept of a large catalogue and of its stock. */
    takeUpCatalogue() {
        this.takingUp ||= this._takeUpCatalogue();
        return this.takingUp;
    }
    async _takeUpCatalogue() {
        const kept = await this.catalogue?.open();
        if (this.isLarge) {
            this.catalogue.index.compare = this._compare();
            this.state.catalogue++;
        }
        if (kept?.stock) {
            this.book.recall(kept.stock);
            this.state.stock++;
        }
    }
    /** Whether the catalogue is searched in columns: it is large, and some of it is there. */
    get isLarge() {
        return this.catalogue?.index.size > 0;
    }
    /**
     * Fetch what changed in the catalogue since the last time: prices, names, codes, what is new and
     * what is gone. All at once where nothing is there yet.
     */
    async refreshCatalogue() {
        if (this.isFetching || this.pos.data.network.offline || !this.pos.config._catalogue) {
            return;
        }
        this.isFetching = true;
        try {
            if (this.catalogue) {
                await this._refreshLarge();
            } else {
                await this._refreshSmall();
            }
        } catch (error) {
            this._keepWhatIsKnown(error);
        } finally {
            this.isFetching = false;
        }
    }
    async _refreshLarge() {
        const { catalogue, pos } = this;
        const rowsOf = this._rowsOfBlocks();
        let answer = catalogue.isWhole && (await catalogue.refresh(rowsOf));
        let present = answer?.changed;
        if (!answer) {
            await catalogue.load(rowsOf, this._compare(), () => this.state.catalogue++);
            // What was ready for all phones may be of this morning
            answer = await catalogue.refresh(rowsOf);
            present = pos.models["product.template"].getAllIds();
        }
        const records = catalogue.recordsOf(present.filter((id) => this._isRecord(id)));
        applyChanges(pos, { ...answer, records }, catalogue);
        if (present.length || answer.gone.length) {
            this.prices.clear();
            this.state.catalogue++;
        }
    }
    async _refreshSmall() {
        this.told ||= { ...this.pos.config._catalogue, general: null };
        this.asker ||= new Catalogue(this.pos.config.id);
        const answer = await this.asker.askChanges(this.told.stamp, this.told.key);
        if (answer.reload) {
            return; // other price lists or fields: Odoo loads them at the next start
        }
        const records = {};
        for (const tables of answer.blocks) {
            const block = new Block(tables);
            for (const model of Object.keys(tables)) {
                (records[model] ||= []).push(...block.records(model));
            }
        }
        applyChanges(this.pos, { ...answer, records }, this.told);
        this.told.stamp = answer.stamp;
    }
    _isRecord(styleId) {
        return Boolean(this.pos.models["product.template"].get(styleId));
    }
    /** Make records of styles that are but in columns. */
    hydrate(styleIds) {
        const missing = this.isLarge ? styleIds.filter((id) => !this._isRecord(id)) : [];
        if (!missing.length) {
            return;
        }
        const made = hydrate(this.pos.models, this.catalogue.recordsOf(missing));
        const exclusions = made["product.template.attribute.exclusion"];
        if (exclusions?.length) {
            this.pos.productAttributesExclusion =
                this.pos.computeProductAttributesExclusion(exclusions);
        }
    }
    hydrateVariants(variantIds) {
        if (this.isLarge) {
            const { index } = this.catalogue;
            this.hydrate([...new Set(variantIds.map((id) => index.styleOfVariant(id)))]);
        }
    }

    get index() {
        if (this.isLarge) {
            return this.catalogue.index;
        }
        if (this.isStale) {
            this.isStale = false;
            this._index = new GoodsIndex(this._rows(), this._compare());
        }
        return this._index;
    }
    /** The ids of the styles that a page begins with, the best first; what `find` tells, without counts. */
    first(search, count) {
        return this.index.first(search, count, (...variant) => this.isHere(...variant));
    }
    find(search) {
        const version = `${this.state.catalogue}-${this.state.stock}`;
        return this.index.find(search, (...variant) => this.isHere(...variant), version);
    }
    style(id) {
        this.hydrate([id]);
        return this.pos.models["product.template"].get(id);
    }
    /** Several at once, which is faster than one by one. */
    stylesOf(ids) {
        this.hydrate(ids);
        return ids.map((id) => this.pos.models["product.template"].get(id)).filter(Boolean);
    }
    variant(id) {
        this.hydrateVariants([id]);
        return this.pos.models["product.product"].get(id);
    }
    /** What kind of thing a style is: its category at the till, else that of the back end. */
    kindOf(style) {
        const raw = rawOf(style);
        const [posCategory] = idsIn(raw, "pos_categ_ids");
        return (
            this.pos.models["pos.category"].get(posCategory)?.name ||
            this.pos.models["product.category"].get(raw.categ_id)?.name ||
            ""
        );
    }
    /** The colour x size table serves styles whose attributes all make variants; others ask natively. */
    hasMatrix(style) {
        return (
            style.product_variant_ids.length > 1 &&
            !style.isCombo() &&
            style.attribute_line_ids.every(
                ({ attribute_id, product_template_value_ids }) =>
                    attribute_id?.create_variant === "always" &&
                    !product_template_value_ids.some(({ is_custom }) => is_custom)
            )
        );
    }
    matrixOf(style) {
        return layOutVariants(
            style.attribute_line_ids.map((line) => ({
                isSize: line.attribute_id.is_size,
                values: line.product_template_value_ids.map(({ id, name, html_color }) => ({
                    id,
                    name,
                    color: html_color || "",
                })),
            })),
            style.product_variant_ids.map((variant) => ({
                id: variant.id,
                valueIds: idsIn(rawOf(variant), "product_template_attribute_value_ids"),
            }))
        );
    }
    /** What tells a variant from its sisters: "Black, M". */
    variantName(variant) {
        return variant.product_template_variant_value_ids.map(({ name }) => name).join(", ");
    }
    /** "Trail Jacket · Black, M", without its number. */
    fullName(variant) {
        return [variant.product_tmpl_id.name, this.variantName(variant)]
            .filter(Boolean)
            .join(" · ");
    }
    /** The price of one piece as the till shows it, by a price list or by none. */
    priceOf(product, pricelist) {
        const key = `${product.model.name}-${product.id}-${pricelist?.id}`;
        if (!this.prices.has(key)) {
            // Nobody follows what is read here: whatever changes a price empties what is kept of all
            const { total_included, total_excluded } = toRaw(product).getTaxDetails({
                overridedValues: { pricelist: pricelist && toRaw(pricelist) },
            });
            this.prices.set(
                key,
                this.pos.config.iface_tax_included === "total" ? total_included : total_excluded
            );
        }
        return this.prices.get(key);
    }
    /** @returns {{ price: number, memberPrice: number | false }} the latter where it is another */
    pricesOf(product, order) {
        const usual = this.pos.config.pricelist_id;
        const price = this.priceOf(product, usual);
        const granted = order?.partner_id && order.pricelist_id;
        if (!granted || granted.id === usual?.id) {
            return { price, memberPrice: false };
        }
        const memberPrice = this.priceOf(product, granted);
        return { price, memberPrice: memberPrice !== price && memberPrice };
    }
    /** All variants that carry a code, by their own bar code or that of a package. */
    variantsWithCode(code) {
        const models = this.pos.models;
        if (this.isLarge) {
            const found = this.index.variantsWithCode(code);
            this.hydrateVariants(found);
            const packages = models["product.uom"];
            return found
                .map((id) => models["product.product"].get(id))
                .filter(
                    (variant) =>
                        variant?.barcode === code ||
                        packages.getBy("barcode", code)?.product_id === variant
                );
        }
        const own = models["product.product"].filter((variant) => variant.barcode === code);
        const packed = models["product.uom"].filter((unit) => unit.barcode === code);
        return [...new Set([...own, ...packed.map((unit) => unit.product_id)])].filter(Boolean);
    }
    /** What the only variant with a code is called, without a record made of it; else undefined. */
    nameOfCode(code) {
        const [id, another] = this.isLarge
            ? this.index.variantsWithCode(code)
            : this.variantsWithCode(code).map((variant) => variant.id);
        if (!id || another) {
            return undefined;
        }
        const record = this.pos.models["product.product"].get(id);
        return this.shortName(record || this.catalogue.variant(id));
    }
    /** "Trail Jacket (Black, M)", as the server calls a variant, without its number. */
    shortName({ display_name, default_code }) {
        return default_code ? display_name.replace(`[${default_code}] `, "") : display_name;
    }
    /** @returns {Promise<number>} how many variants came that the server found, loaded by now */
    async searchServer(text, offset = 0) {
        const found = await this.pos.loadNewProducts(this.serverDomain(text), offset, 30);
        return found["product.product"].length;
    }
    serverDomain(text) {
        const fields = [
            "name",
            "style_number",
            "name_pinyin",
            "product_variant_ids.default_code",
            "product_variant_ids.barcode",
        ];
        const domain = text
            .split(/\s+/)
            .filter(Boolean)
            .flatMap((word) => [
                ...Array(fields.length - 1).fill("|"),
                ...fields.map((field) => [field, "ilike", word]),
            ]);
        domain.push(["available_in_pos", "=", true], ["sale_ok", "=", true]);
        const { limit_categories, iface_available_categ_ids: categories } = this.pos.config;
        if (limit_categories && categories.length) {
            domain.push(["pos_categ_ids", "in", categories.map(({ id }) => id)]);
        }
        return domain;
    }

    // --- The stock ---

    isTracked(style) {
        return Boolean(rawOf(style).is_storable);
    }
    /** In stock here, or nothing that has a stock, such as a service. */
    isHere(variantId, isTracked) {
        return !isTracked || this.book.here(variantId) > 0;
    }
    /**
     * What a sale has more of than lies here, as far as this phone knows.
     *
     * @param {Object} variant
     * @param {Object} order whose lines count
     * @param {number} more pieces that are wanted beside those in the sale
     * @returns {{ here: number, wanted: number } | null} null where there is enough
     */
    shortageOf(variant, order, more = 0) {
        if (!this.book.isKnown || !this.isTracked(variant.product_tmpl_id)) {
            return null;
        }
        const inSale = (order?.lines || [])
            .filter((line) => line.isFromHere && line.product_id.id === variant.id)
            .reduce((sum, { qty }) => sum + qty, 0);
        const here = Math.max(this.book.here(variant.id), 0);
        const wanted = inSale + more;
        return wanted > here ? { here, wanted } : null;
    }
    /** @returns {Object[]} `{ variant, here, wanted }` of each variant that a sale is short of */
    shortagesOf(order) {
        const sold = order.lines.filter((line) => line.isFromHere).map((line) => line.product_id);
        return [...new Set(sold)]
            .map((variant) => ({ variant, ...this.shortageOf(variant, order) }))
            .filter(({ wanted }) => wanted);
    }
    /** The store sells no more than its books show. */
    get isStrict() {
        return this.pos.config._sells_beyond_stock === false;
    }
    /** @returns {{ here: number, elsewhere: number }} of all variants of a style */
    stockOf(style) {
        const sum = { here: 0, elsewhere: 0 };
        for (const id of idsIn(rawOf(style), "product_variant_ids")) {
            sum.here += this.book.here(id);
            sum.elsewhere += this.book.elsewhere(id);
        }
        return sum;
    }
    /** The server no longer lists what this till still has: archived, or taken from the tills. */
    isNoLongerSold(variant) {
        const style = variant.product_tmpl_id;
        if (this.catalogue) {
            const { gone, index } = this.catalogue;
            const isOurs = style?.available_in_pos && index.has(style.id);
            return gone.has(style?.id) || Boolean(isOurs && !index.hasVariant(variant.id));
        }
        return Boolean(
            this.book.isKnown &&
            style?.available_in_pos &&
            this.knownIds.has(variant.id) &&
            !this.book.has(variant.id)
        );
    }
    get age() {
        return this.book.age(Date.now());
    }
    async refresh() {
        if (this.state.isRefreshing || this.pos.data.network.offline) {
            return;
        }
        this.state.isRefreshing = true;
        try {
            const unsent = this._unsentSales();
            const known = new Set(this.pos.models["product.product"].getAllIds());
            const summary = this.catalogue
                ? await this.catalogue.askStock()
                : await this._ask("summary");
            this.knownIds = known;
            this.book.replace(summary, unsent, Date.now());
            this._stockChanged();
        } catch (error) {
            this._keepWhatIsKnown(error);
        } finally {
            this.state.isRefreshing = false;
        }
    }
    /** Ask for one style anew, with each place where it lies: somebody looks at it. */
    async refreshStyle(style) {
        const ids = idsIn(rawOf(style), "product_variant_ids").slice(0, AT_MOST_AT_A_TIME);
        if (this.pos.data.network.offline) {
            return;
        }
        try {
            const unsent = this._unsentSales();
            const [summary, elsewhere] = await answered(
                Promise.all([this._ask("summary", ids), this._ask("by_warehouse", ids)])
            );
            this.knownIds = new Set([...this.knownIds, ...ids]);
            this.book.update(summary, unsent, ids);
            this.elsewhere.set(style.id, elsewhere);
            this.state.unknownStyle = null;
            this._stockChanged();
        } catch (error) {
            this._keepWhatIsKnown(error);
            this.state.unknownStyle = style.id;
        }
    }
    /** @returns {Object[] | null} `{ warehouse, quantity }` of a variant, or of a style; null: unknown */
    placesOf(style, variantId) {
        const known = this.elsewhere.get(style.id);
        if (!known) {
            return null;
        }
        const quantities = new Map();
        for (const [id, warehouseId, quantity] of known.stock) {
            if (!variantId || id === variantId) {
                quantities.set(warehouseId, (quantities.get(warehouseId) || 0) + quantity);
            }
        }
        return known.warehouses
            .filter(({ id }) => quantities.has(id))
            .map((warehouse) => ({ warehouse, quantity: quantities.get(warehouse.id) }))
            .sort(
                (a, b) =>
                    (a.warehouse.distance ?? Infinity) - (b.warehouse.distance ?? Infinity) ||
                    b.quantity - a.quantity
            );
    }
    /** Take what was sold off the stock at once, long before the server tells. */
    sell(order) {
        this.book.sell(
            order.uuid,
            order.lines
                .filter(({ product_id }) => this.isTracked(product_id.product_tmpl_id))
                .map(({ product_id, qty }) => [product_id.id, qty])
        );
        this._stockChanged({ isTold: false });
    }

    _ask(method, ids = null) {
        return this.pos.env.services.orm.silent.call("retail.goods.stock", method, [
            this.pos.config.id,
            ids,
        ]);
    }
    _keepWhatIsKnown(error) {
        // Nobody asked for it; the page tells how old the figures are
        if (!(error instanceof ConnectionLostError || error instanceof RPCError)) {
            throw error;
        }
    }
    _unsentSales() {
        return new Set(
            this.pos.models["pos.order"]
                .filter((order) => order.isUnsyncedPaid)
                .map(({ uuid }) => uuid)
        );
    }
    _stockChanged({ isTold = true } = {}) {
        this.state.stock++;
        const { sales, ...told } = this.book.toJSON();
        this._keep(`${this._key}_sales`, sales);
        if (!this.catalogue) {
            this._keep(this._key, told);
        } else if (isTold) {
            this.catalogue.keepStock(told); // too much to write it with each sale
        }
    }
    _keep(key, value) {
        try {
            browser.localStorage.setItem(key, JSON.stringify(value));
        } catch {
            // The device has no room: the stock is then unknown after a reload without a connection
        }
    }
    get _key() {
        return `retail_goods_stock_${odoo.info?.db}_${this.pos.config.id}`;
    }
    /** What the phone kept of the stock; of a large catalogue the sales alone, the rest follows. */
    _readKept() {
        const told = this.catalogue ? {} : this._read(this._key) || {};
        return { ...told, sales: this._read(`${this._key}_sales`) || [] };
    }
    _read(key) {
        try {
            return JSON.parse(browser.localStorage.getItem(key));
        } catch {
            return null;
        }
    }

    // --- The index ---

    _catalogueChanged() {
        if (hydration.isOn) {
            return;
        }
        this.prices.clear();
        if (!this.isStale) {
            this.isStale = true;
            this.state.catalogue++;
        }
    }
    _compare() {
        const seasons = new Map(
            this.pos.models["retail.season"].map(({ name, sequence }) => [name, sequence])
        );
        return {
            size: compareSizes,
            season: (a, b) => seasons.get(a) - seasons.get(b),
            year: (a, b) => byName(b, a),
        };
    }
    /** Straight from the raw data: with the relations of Odoo's records it takes ten times as long. */
    _rows() {
        const rawsOf = (model) => this.pos.models[model].getAll().map(rawOf);
        const variants = this._variantRows(rawsOf);
        const styles = rawsOf("product.template");
        const isShown = this._isShown();
        const toRow = this._toRow();
        return styles
            .filter(isShown)
            .sort(
                (a, b) =>
                    b.is_favorite - a.is_favorite ||
                    a.pos_sequence - b.pos_sequence ||
                    byName(a.name, b.name)
            )
            .map((style) => toRow(style, variants));
    }
    /** The same of a block of columns. @returns {(block: Block) => Object[]} */
    _rowsOfBlocks() {
        const isShown = this._isShown();
        const toRow = this._toRow();
        const attributes = this.pos.models["product.attribute"].getAll().map(rawOf);
        return (block) => {
            const rawsOf = (model) =>
                model === "product.attribute" ? attributes : block.records(model, INDEXED[model]);
            const variants = this._variantRows(rawsOf);
            for (const { product_id, barcode } of rawsOf("product.uom")) {
                variants.get(product_id)?.codes.push(barcode);
            }
            return rawsOf("product.template")
                .filter(isShown)
                .map((style) => ({
                    ...toRow(style, variants),
                    rank: (style.is_favorite ? 0 : FAVOURITES) + style.pos_sequence,
                }));
        };
    }
    _isShown() {
        const excluded = new Set(this.pos.getExcludedProductIds());
        const { iface_available_categ_ids: categories } = this.pos.config;
        const shown = new Set((categories || []).map(({ id }) => id));
        return (style) =>
            style.active &&
            style.available_in_pos &&
            !excluded.has(style.id) &&
            (!shown.size || idsIn(style, "pos_categ_ids").some((id) => shown.has(id)));
    }
    /** @returns {(style: Object, variants: Map) => Object} what the index has of a style */
    _toRow() {
        const namesOf = (model) =>
            new Map(this.pos.models[model].getAll().map(({ id, name }) => [id, name]));
        const brands = namesOf("product.brand");
        const seasons = namesOf("retail.season");
        const posCategories = namesOf("pos.category");
        const categories = namesOf("product.category");
        return (style, variants) => ({
            id: style.id,
            name: style.name,
            words: [style.name_pinyin],
            codes: [style.style_number],
            brand: brands.get(style.product_brand_id) || "",
            category:
                posCategories.get(idsIn(style, "pos_categ_ids")[0]) ||
                categories.get(style.categ_id) ||
                "",
            year: style.collection_year || "",
            season: seasons.get(style.season_id) || "",
            price: style.list_price,
            isTracked: style.is_storable,
            variants: idsIn(style, "product_variant_ids")
                .map((id) => variants.get(id))
                .filter(Boolean),
        });
    }
    /** By id, each variant with its codes, its colour and its size. */
    _variantRows(rawsOf) {
        const facets = new Map(
            rawsOf("product.attribute").map(({ id, is_size, display_type }) => [
                id,
                is_size ? "size" : display_type === "color" ? "colour" : null,
            ])
        );
        const values = new Map(
            rawsOf("product.template.attribute.value").map(({ id, name, attribute_id }) => [
                id,
                { name, facet: facets.get(attribute_id) },
            ])
        );
        return new Map(
            rawsOf("product.product").map((raw) => {
                const row = {
                    id: raw.id,
                    codes: [raw.barcode, raw.default_code],
                    colour: "",
                    size: "",
                };
                for (const id of idsIn(raw, "product_template_attribute_value_ids")) {
                    const value = values.get(id);
                    if (value?.facet) {
                        row[value.facet] = value.name;
                    }
                }
                return [raw.id, row];
            })
        );
    }
}

// The columns that the index is made of
const INDEXED = {
    "product.template": [
        ...["id", "name", "name_pinyin", "style_number", "product_brand_id", "season_id"],
        ...["collection_year", "pos_categ_ids", "categ_id", "list_price", "is_storable", "active"],
        ...["available_in_pos", "is_favorite", "pos_sequence", "product_variant_ids"],
    ],
    "product.product": ["id", "barcode", "default_code", "product_template_attribute_value_ids"],
    "product.template.attribute.value": ["id", "name", "attribute_id"],
    "product.uom": ["product_id", "barcode"],
};

const IDLE_MS = 1500;
function whenIdle(start) {
    if (window.requestIdleCallback) {
        window.requestIdleCallback(start, { timeout: IDLE_MS });
    } else {
        browser.setTimeout(start, IDLE_MS);
    }
}

const FAVOURITES = 1e9; // come before all others
const CATALOGUE_MODELS = [
    "product.template",
    "product.product",
    "product.pricelist.item",
    "product.brand",
];
