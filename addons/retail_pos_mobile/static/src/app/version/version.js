import { PosStore } from "@point_of_sale/app/services/pos_store";
import { keepFirstVisit } from "@retail_pos_mobile/app/version/first_visit";
import { connectionOf } from "@retail_pos_mobile/app/shell/connection";
import { applyPromotions, promotionProducts } from "@retail_pos_mobile/app/version/promotions";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const PULSE_MS = 45_000;

// A new version of the app, or other promotions, wait for a moment at which nobody is served.
patch(PosStore.prototype, {
    async setup() {
        this.news = { build: false, promotions: false };
        await super.setup(...arguments);
        keepFirstVisit();
        this.feelPulse();
        browser.setInterval(() => this.feelPulse(), PULSE_MS);
        browser.addEventListener("pos-network-online", () => this.feelPulse());
        document.addEventListener("visibilitychange", () => this.feelPulse());
    },
    /** Ask the server what it runs and what its promotions are, while the till is looked at. */
    async feelPulse() {
        if (document.hidden || this.data.network.offline || !this.config._is_store) {
            return;
        }
        try {
            const args = [[this.config.id]];
            await this.takePulse(
                await this.env.services.orm.silent.call("pos.config", "retail_pulse", args)
            );
        } catch {
            // The next one tells
        }
    },
    /** Other promotions are fetched at once where nobody is served; for a new version a tap is needed. */
    async takePulse({ build, promotions }) {
        this.news.build = Boolean(odoo.retail_build) && build !== odoo.retail_build;
        const key = this.data.promotionsKey;
        const loaded = browser.localStorage.getItem(key);
        if (!loaded) {
            browser.localStorage.setItem(key, promotions);
        }
        this.news.promotions = Boolean(loaded) && loaded !== promotions;
        if (this.news.promotions && !this.isServing) {
            await this.refreshPromotions();
        }
    },
    /** Fetch what changed of the promotions, and nothing else. */
    async refreshPromotions() {
        const { promotionsKey, promotionMarksKey } = this.data;
        const known = JSON.parse(browser.localStorage.getItem(promotionMarksKey) || "{}");
        const args = [[this.config.id], known, promotionProducts(this)];
        const { silent } = this.env.services.orm;
        const told = await silent.call("pos.config", "retail_promotions", args);
        await applyPromotions(this, told);
        browser.localStorage.setItem(promotionMarksKey, JSON.stringify(told.marks));
        browser.localStorage.setItem(promotionsKey, told.promotions);
        this.news.promotions = false;
    },
    get isServing() {
        return this.models["pos.order"].some(
            (order) => order.state === "draft" && order.lines.length
        );
    },
    /** @returns {string} why the till cannot be brought up to date now, "" if it can */
    get reasonToWait() {
        if (this.isServing) {
            return _t("Finish the sale first.");
        }
        return connectionOf(this).waiting ? _t("Send first what waits.") : "";
    },
    /** Load what is new; at a moment that is not safe, say so. */
    async bringUpToDate() {
        const reason = this.reasonToWait;
        if (reason) {
            this.notification.add(reason, { type: "warning" });
            return;
        }
        if (this.news.promotions) {
            await this.refreshPromotions();
        }
        if (this.news.build) {
            browser.location.reload();
        }
    },
});
