import { ReceiptScreen } from "@point_of_sale/app/screens/receipt_screen/receipt_screen";
import { generateQRCodeDataUrl } from "@point_of_sale/utils";
import { patch } from "@web/core/utils/patch";

const QR_SIZE = 240;

patch(ReceiptScreen.prototype, {
    /** The link of the e-receipt as a picture, drawn on the phone; false where there is no link. */
    get receiptCode() {
        const url = this.currentOrder.receiptUrl;
        return url && generateQRCodeDataUrl(url, { width: QR_SIZE, height: QR_SIZE });
    },
});
