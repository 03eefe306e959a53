import { Component, onMounted, onWillRender, useEffect, useRef, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { FacetSheet } from "@retail_pos_mobile/app/goods/components/facet_sheet/facet_sheet";
import { GoodsCard } from "@retail_pos_mobile/app/goods/components/goods_card/goods_card";
import {
    FACET_LABELS,
    clearFilter,
    countChoices,
    toggleChoice,
} from "@retail_pos_mobile/app/goods/facets";
import { useGoods } from "@retail_pos_mobile/app/goods/goods_hook";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { browser } from "@web/core/browser/browser";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const FIRST_CARDS = 4; // drawn at each key: those that a phone shows whole
const CARDS = 24; // drawn when nobody types any more, and again each time the end is near
const RESTS_MS = 250;
const NEAR_THE_END_PX = 600;
const TYPING_PAUSE_MS = 500;
const OLD_MINUTES = 10;

/** Search, filters and the goods they leave: on the page of a sale and on that of the stock. */
export class GoodsBrowser extends Component {
    static template = "retail_pos_mobile.GoodsBrowser";
    static components = { GoodsCard };
    static props = {
        filter: Object,
        text: String,
        setText: Function,
        onOpen: Function, // (style): it was tapped
        onHold: Function, // (style): it was held
        onCode: Function, // (variant): its bar code was typed, or came from a scanner
        order: { type: [Object, { value: undefined }, { value: null }], optional: true },
        inCart: { type: Object, optional: true }, // pieces by style id
        slots: { type: Object, optional: true },
    };
    static defaultProps = { inCart: {} };

    setup() {
        this.pos = usePos();
        this.ui = useService("ui");
        this.dialog = useService("dialog");
        this.list = useRef("list");
        this.filter = useState(this.props.filter);
        this.goods = useGoods();
        this.state = useState({
            shown: FIRST_CARDS,
            shownOf: null,
            isSearching: false,
            searched: "",
            failure: "",
        });
        this.searchServerSoon = useDebounced(() => this.searchServer(), TYPING_PAUSE_MS);
        onWillRender(() => this.look());
        onMounted(() => this.goods.shown());
        useEffect(
            () => {
                if (this.isScrolled) {
                    this.list.el?.scrollTo(0, 0);
                }
                const { key } = this;
                const rest = browser.setTimeout(
                    () => Object.assign(this.state, { shown: CARDS, shownOf: key }),
                    RESTS_MS
                );
                if (this.text.length > 1 && !this.found.length) {
                    this.searchServerSoon();
                }
                return () => browser.clearTimeout(rest);
            },
            () => [this.key]
        );
    }
    /** What this page shows now; looked for once for each time that it is drawn. */
    look() {
        this.key = JSON.stringify([this.text, this.filter]);
        const search = `${this.key}-${this.version}-${this.shown}`;
        if (this.search !== search) {
            this.search = search;
            // One more tells whether there are more
            this.found = this.goods.first({ ...this.filter, text: this.text }, this.shown + 1);
            this.styles = this.goods.stylesOf(this.found.slice(0, this.shown));
        }
    }
    get text() {
        return this.props.text.trim();
    }
    get version() {
        return `${this.goods.state.catalogue}-${this.goods.state.stock}`;
    }
    /** How many cards there are by now: the first ones at once, the others when those are drawn. */
    get shown() {
        return this.state.shownOf === this.key ? this.state.shown : FIRST_CARDS;
    }
    get choices() {
        return countChoices(this.filter);
    }
    /** What was chosen, each with the way to choose it no longer. */
    get chips() {
        const { chosen, minPrice, maxPrice } = this.filter;
        const chips = Object.entries(chosen).flatMap(([facet, values]) =>
            values.map((value) => ({
                key: `${facet}-${value}`,
                label: value,
                remove: () => toggleChoice(this.filter, facet, value),
            }))
        );
        if (minPrice !== null || maxPrice !== null) {
            chips.push({
                key: "price",
                label: `${minPrice ?? 0} – ${maxPrice ?? "…"}`,
                remove: () => Object.assign(this.filter, { minPrice: null, maxPrice: null }),
            });
        }
        return chips;
    }
    /** The facets at hand without the sheet: those that nothing is chosen of yet. */
    get shortcuts() {
        return ["brand", "category", "season"]
            .filter(
                (facet) => !this.filter.chosen[facet]?.length && this.goods.index.isVaried(facet)
            )
            .map((facet) => ({ facet, label: FACET_LABELS[facet] }));
    }
    /** How old the stock is, told where it matters. */
    get stockAge() {
        const { age, book } = this.goods;
        if (!book.isKnown) {
            return this.goods.state.isRefreshing ? "" : _t("Stock not known yet");
        }
        const isOld = age >= OLD_MINUTES || (this.pos.data.network.offline && age > 0);
        return isOld ? _t("Stock %s min old", age) : "";
    }
    get canScan() {
        return isBarcodeScannerSupported();
    }
    get emptyLabel() {
        if (this.text) {
            return _t("Nothing found for “%s”.", this.text);
        }
        return this.choices
            ? _t("Nothing is left by these filters.")
            : _t("There are no goods at this till yet.");
    }
    get isNothingFound() {
        return !this.state.isSearching && !this.found.length;
    }

    onInput(ev) {
        this.props.setText(ev.target.value);
    }
    onEnter() {
        const variant = this.goods.variant(this.goods.index.variantWithCode(this.text));
        if (variant) {
            this.props.setText("");
            this.props.onCode(variant);
        } else {
            this.searchServer();
        }
    }
    onScroll({ target }) {
        this.isScrolled = target.scrollTop > 0;
        const rest = target.scrollHeight - target.scrollTop - target.clientHeight;
        if (rest < NEAR_THE_END_PX && this.shown < this.found.length) {
            Object.assign(this.state, { shown: this.shown + CARDS, shownOf: this.key });
        }
    }
    /** Ask the server for what is not on this phone. */
    async searchServer() {
        const { text } = this;
        if (text.length < 2 || this.pos.data.network.offline || this.state.isSearching) {
            return;
        }
        Object.assign(this.state, { isSearching: true, failure: "" });
        try {
            const offset = this.state.searched === text ? this.searchedOffset : 0;
            this.searchedOffset = offset + (await answered(this.goods.searchServer(text, offset)));
        } catch (error) {
            this.state.failure = errorText(error);
        } finally {
            this.state.isSearching = false;
            this.state.searched = text;
        }
    }
    openFilter() {
        this.dialog.add(FacetSheet, { filter: this.filter, text: this.text });
    }
    clear() {
        clearFilter(this.filter);
    }
    clearAll() {
        this.clear();
        this.props.setText("");
    }
}
