import { markRaw } from "@odoo/owl";
import { PosData } from "@point_of_sale/app/services/data_service";
import { Catalogue } from "@retail_pos_mobile/app/catalogue/catalogue";
import { hydrate } from "@retail_pos_mobile/app/catalogue/hydration";
import { patch } from "@web/core/utils/patch";

patch(PosData.prototype, {
    /** @override A kept sale needs its goods before Odoo makes records of it. */
    async loadInitialData() {
        const data = await super.loadInitialData(...arguments);
        const [config] = data?.["pos.config"] || [];
        if (config?._catalogue?.is_large) {
            this.catalogue = markRaw(new Catalogue(config.id));
            const lines = data["pos.order.line"] || [];
            const known = new Set((data["product.product"] || []).map(({ id }) => id));
            const missing = lines
                .map(({ product_id }) => product_id)
                .filter((id) => !known.has(id));
            if (missing.length) {
                await this.catalogue.open(); // else it waits until the first page is there
                addRecords(data, this.catalogue, missing);
            }
        }
        return data;
    },
    /** @override Take goods that another phone sold from this one before the server is asked. */
    async missingRecursive(recordMap) {
        const lines = recordMap["pos.order.line"] || [];
        const unknown = lines
            .map(({ product_id }) => product_id)
            .filter((id) => !this.models["product.product"].get(id));
        if (this.catalogue && unknown.length) {
            await this.catalogue.open();
            const { index } = this.catalogue;
            const styles = new Set(
                unknown.filter((id) => index.hasVariant(id)).map((id) => index.styleOfVariant(id))
            );
            if (styles.size) {
                hydrate(this.models, this.catalogue.recordsOf(styles));
            }
        }
        return super.missingRecursive(...arguments);
    },
});

/** Add what the catalogue has of these variants to what Odoo is about to load. */
function addRecords(data, catalogue, variantIds) {
    const { index } = catalogue;
    const styles = new Set(
        variantIds.filter((id) => index.hasVariant(id)).map((id) => index.styleOfVariant(id))
    );
    for (const [model, records] of Object.entries(catalogue.recordsOf(styles))) {
        const known = new Set((data[model] || []).map(({ id }) => id));
        data[model] = [...(data[model] || []), ...records.filter(({ id }) => !known.has(id))];
    }
}
