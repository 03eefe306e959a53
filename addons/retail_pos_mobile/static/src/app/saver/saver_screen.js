import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { SaverScreen } from "@point_of_sale/app/screens/saver_screen/saver_screen";
import { patch } from "@web/core/utils/patch";

patch(SaverScreen.prototype, {
    setup() {
        super.setup(...arguments);
        this.pos = usePos();
    },
    /** The store's own logo, else the company's; "" where Odoo's stands in for a missing one. */
    get shopLogo() {
        const { config } = this.pos;
        return config._is_store && config._has_logo ? config.receiptLogoUrl : "";
    },
});
