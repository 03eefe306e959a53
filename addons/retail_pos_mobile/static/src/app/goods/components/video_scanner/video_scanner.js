import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { ScanMemory } from "@retail_pos_mobile/app/goods/lib/scan_memory";
import { BarcodeVideoScanner } from "@web/core/barcode/barcode_video_scanner";
import { useService } from "@web/core/utils/hooks";

const BETWEEN_LOOKS_MS = 400;

/** The camera above the goods: it goes on looking after each hit, until it is switched off. */
export class VideoScanner extends Component {
    static template = "retail_pos_mobile.VideoScanner";
    static components = { BarcodeVideoScanner };
    static props = {};

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.barcodeReader = useService("barcode_reader");
        this.memory = new ScanMemory();
    }
    get scannerProps() {
        return {
            facingMode: "environment",
            delayBetweenScan: BETWEEN_LOOKS_MS,
            cssClass: "w-100 h-100",
            onResult: (code) => {
                if (this.memory.isNew(code, Date.now())) {
                    this.barcodeReader.scan(code);
                }
            },
            onError: (error) => {
                this.pos.scanning = false;
                this.notification.add(error.message, { type: "warning" });
            },
        };
    }
}
