import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";
import { PosPrinterService } from "@point_of_sale/app/services/pos_printer_service";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/** A till with a cloud printer hands the sale to the server, which prints its receipt as text. */
patch(PosPrinterService.prototype, {
    async print(component, props) {
        const pos = this.hardware_proxy.pos;
        const order = props?.order;
        if (component !== OrderReceipt || !pos?.ownPrinterId() || !order?.finalized) {
            return super.print(...arguments);
        }
        const { copiedAt, signedApprovals } = order.uiState;
        const printer = order.uiState.printerId || (await pos.findReceiptPrinter());
        if (!printer) {
            return false;
        }
        // Its own is not named: it may be another one by the time that a phone without a connection sends
        const chosen = printer === pos.ownPrinterId() ? {} : { printer_id: printer };
        // The server counts a copy with its job, and prints none too many that nobody approved
        const copy = copiedAt && {
            printed_at: serializeDateTime(copiedAt),
            signed_approvals: signedApprovals || false,
        };
        order.uiState.isCopyCounted = Boolean(copiedAt);
        pos.sendAfterSale(order, {
            model: "retail.print.job",
            method: "_retail_print_receipt",
            values: { order_uuid: order.uuid, is_copy: Boolean(copiedAt), ...copy, ...chosen },
            label: _t("Print of receipt %s", order.receiptNumber).toString(),
        });
        pos.notification.add(_t("The receipt is on its way to the printer."), { type: "info" });
        return { successful: true };
    },
});
