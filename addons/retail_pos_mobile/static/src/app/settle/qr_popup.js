import { QRPopup } from "@point_of_sale/app/components/popups/qr_code_popup/qr_code_popup";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const WITHOUT_AMOUNT = "collection_code";

patch(QRPopup.prototype, {
    get isStore() {
        return Boolean(this.props.order.config._is_store);
    },
    get title() {
        return this.isStore ? this.props.line.payment_method_id.name : this.props.title;
    },
    get body() {
        if (!this.isStore) {
            return this.props.body;
        }
        return this.props.line.payment_method_id.qr_code_method === WITHOUT_AMOUNT
            ? _t(
                  "Let the customer scan this code and type the amount. Confirm when the money is there."
              )
            : _t("Let the customer scan this code.");
    },
});
