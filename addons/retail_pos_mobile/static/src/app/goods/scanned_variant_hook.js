import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** Let somebody say which of several variants with the same code is meant. */
export function chooseVariant(pos, dialog, variants) {
    return makeAwaitable(dialog, SelectionPopup, {
        title: _t("Which one?"),
        list: variants.map((variant) => ({
            id: variant.id,
            label: variant.display_name,
            item: variant,
        })),
    });
}

/**
 * What to do with a scanned code on a page without a sale: find its variant, on the phone or on the
 * server, and hand it on.
 */
export function useScannedVariant(onVariant) {
    const pos = usePos();
    const dialog = useService("dialog");
    const barcodeReader = useService("barcode_reader");
    return async (code) => {
        let variants = pos.goods.variantsWithCode(code.base_code);
        if (!variants.length && !pos.data.network.offline) {
            await pos.loadNewProducts([["product_variant_ids.barcode", "in", [code.base_code]]]);
            variants = pos.goods.variantsWithCode(code.base_code);
        }
        if (!variants.length) {
            barcodeReader.showNotFoundNotification(code);
            return;
        }
        const variant =
            variants.length === 1 ? variants[0] : await chooseVariant(pos, dialog, variants);
        if (variant) {
            navigator.vibrate?.(40);
            onVariant(variant);
        }
    };
}
