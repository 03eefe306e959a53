import { PosData } from "@point_of_sale/app/services/data_service";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";
import { user } from "@web/core/user";

const FRESH_MS = 10 * 60 * 1000;

/** What the models of a till follow from: the code on both sides, the settings, and who asks. */
function markOfModels() {
    const bundles = [...document.querySelectorAll("script[src*='/web/assets/']")];
    return JSON.stringify([
        odoo.retail_build,
        odoo.last_data_change,
        ...[odoo.pos_session_id, user.userId, user.lang],
        ...bundles.map(({ src }) => src),
    ]);
}

patch(PosData.prototype, {
    get modelsMarkKey() {
        return `retail_models_${odoo.info?.db}_${odoo.pos_config_id}`;
    },
    /**
     * @override Fields and relations of all models are a hundred kilobytes that are the same at each start:
     * the phone has them. They are asked for again behind the first page, for the next start.
     */
    async loadFieldsAndRelations() {
        const kept = browser.localStorage.getItem(`pos_data_params_${odoo.pos_config_id}`);
        const { mark, at } = this.readModelsMark();
        if (!kept || !odoo.retail_build || mark !== markOfModels()) {
            return this.askForModels(() => super.loadFieldsAndRelations());
        }
        if (Date.now() - at > FRESH_MS) {
            const ask = () => this.askForModels(() => super.loadFieldsAndRelations());
            browser.setTimeout(() => this.network.offline || ask(), FRESH_MS / 60);
        }
        return JSON.parse(kept);
    },
    async askForModels(ask) {
        const isOnline = !this.network.offline;
        const params = await ask();
        if (isOnline && !this.network.offline) {
            const told = { mark: markOfModels(), at: Date.now() };
            browser.localStorage.setItem(this.modelsMarkKey, JSON.stringify(told));
        }
        return params;
    },
    readModelsMark() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.modelsMarkKey)) || {};
        } catch {
            return {};
        }
    },
});
