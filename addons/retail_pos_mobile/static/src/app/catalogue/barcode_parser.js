import { BarcodeParser } from "@barcodes/js/barcode_parser";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

const FIRST_PAGE_MS = 10_000;

const keyOf = (id) => `retail_nomenclature_${odoo.info?.db}_${id}`;

patch(BarcodeParser, {
    /**
     * @override Keep what bar codes mean: a till starts with it, and scans on without a connection. It is
     * asked for again behind the first page, for the next start.
     */
    async fetchNomenclature(orm, id) {
        const ask = async () => {
            const nomenclature = await super.fetchNomenclature(...arguments);
            browser.localStorage.setItem(keyOf(id), JSON.stringify(nomenclature));
            return nomenclature;
        };
        const kept = browser.localStorage.getItem(keyOf(id));
        if (!kept) {
            return ask();
        }
        browser.setTimeout(() => ask().catch(unlessLost), FIRST_PAGE_MS);
        return JSON.parse(kept);
    },
});

function unlessLost(error) {
    if (!(error instanceof ConnectionLostError)) {
        throw error;
    }
}
