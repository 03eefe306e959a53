import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";
import { delay } from "@web/core/utils/concurrency";
import { patch } from "@web/core/utils/patch";

const AGAIN_MS = 5000; // as often as Odoo asks a bridge how it is

patch(BarcodeReader.prototype, {
    /** Odoo asks again at once, also where it was refused at once: without a bridge the page stood still. */
    async waitForBarcode() {
        while (this.remoteScanning && this.hardwareProxy.connectionInfo.status === "disconnected") {
            await delay(AGAIN_MS);
        }
        return super.waitForBarcode(...arguments);
    },
});
