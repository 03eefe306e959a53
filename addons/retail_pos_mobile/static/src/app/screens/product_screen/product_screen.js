import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { BasicInformationBar } from "@retail_pos_mobile/app/components/basic_information_bar/basic_information_bar";
import { useEffect } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";

Object.assign(ProductScreen.components, { BasicInformationBar });

patch(ProductScreen.prototype, {
    setup() {
        super.setup(...arguments);
        useEffect(
            (isOpen) => {
                if (isOpen) {
                    this.pos.showStartSheetIfNew(this.currentOrder);
                }
            },
            () => [this.pos.session.state === "opened", this.currentOrder?.uuid]
        );
    },
});
