import { ElsewhereSheet } from "@retail_pos_mobile/app/elsewhere/elsewhere_sheet/elsewhere_sheet";
import { _t } from "@web/core/l10n/translation";

/**
 * @param {{here: number, wanted: number}} shortage as `Goods.shortageOf` returns it
 * @returns {string} "2 here, 3 in the sale"
 */
export function shortageText({ here, wanted }) {
    return _t("%(here)s here, %(wanted)s in the sale", { here, wanted });
}

/** Say that a sale has more of a variant than is here, and lead to where else it lies. */
export function tellShortage(pos, variant, shortage) {
    pos.notification.add(shortageText(shortage), {
        title: pos.goods.fullName(variant),
        type: "warning",
        buttons: [
            {
                name: _t("Elsewhere"),
                onClick: () => pos.dialog.add(ElsewhereSheet, { product: variant }),
            },
        ],
    });
}
