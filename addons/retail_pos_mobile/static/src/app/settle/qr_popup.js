import { QRPopup } from "@point_of_sale/app/components/popups/qr_code_popup/qr_code_popup";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(QRPopup.prototype, {
    get isStore() {
        return Boolean(this.props.order.config._is_store);
    },
    get title() {
        return this.isStore ? this.props.line.payment_method_id.name : this.props.title;
    },
    get body() {
        return this.isStore ? _t("Let the customer scan this code.") : this.props.body;
    },
});
