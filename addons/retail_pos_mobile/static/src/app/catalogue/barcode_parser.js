import { BarcodeParser } from "@barcodes/js/barcode_parser";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

const keyOf = (id) => `retail_nomenclature_${odoo.info?.db}_${id}`;

patch(BarcodeParser, {
    /** @override Keep what bar codes mean: a till that is reloaded without a connection scans on. */
    async fetchNomenclature(orm, id) {
        try {
            const nomenclature = await super.fetchNomenclature(...arguments);
            browser.localStorage.setItem(keyOf(id), JSON.stringify(nomenclature));
            return nomenclature;
        } catch (error) {
            const kept = browser.localStorage.getItem(keyOf(id));
            if (!kept || !(error instanceof ConnectionLostError)) {
                throw error;
            }
            return JSON.parse(kept);
        }
    },
});
