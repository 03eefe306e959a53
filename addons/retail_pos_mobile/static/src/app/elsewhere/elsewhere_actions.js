import { AskSheet } from "@retail_pos_mobile/app/elsewhere/ask_sheet/ask_sheet";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const actions = registry.category("retail_stock_elsewhere_actions");

/** Asks for pieces; the promise brings how many were held and added to the sale. */
function askFor(kind) {
    return (pos, { product, warehouse, quantity }) =>
        new Promise((resolve) => {
            let held = 0;
            pos.dialog.add(
                AskSheet,
                { product, warehouse, quantity, kind, onHeld: (pieces) => (held = pieces) },
                { onClose: () => resolve(held) }
            );
        });
}
function canBeAsked(pos, { product, warehouse }) {
    return (
        pos.config._is_store &&
        product.tracking === "none" &&
        warehouse.id !== pos.config.raw.store_id
    );
}

actions.add("transfer", {
    label: _t("Transfer"),
    isVisible: canBeAsked,
    run: askFor("transfer"),
});
actions.add("ship", {
    label: _t("Ship"),
    isVisible: canBeAsked,
    run: askFor("ship"),
});
