import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { TextInputPopup } from "@point_of_sale/app/components/popups/text_input_popup/text_input_popup";

import { findCardNumbers } from "./payment_card";

export const CARD_WARNING = _t(
    "This is the number of a payment card. Leave it out: such numbers are not kept."
);

patch(TextInputPopup.prototype, {
    setup() {
        super.setup(...arguments);
        this.notification = useService("notification");
    },
    /** @override Every note of a sale is typed here: what holds a card number stays in the dialog. */
    confirm() {
        if (findCardNumbers(this.state.inputValue).length) {
            this.notification.add(CARD_WARNING, { type: "danger" });
            return;
        }
        super.confirm(...arguments);
    },
});
