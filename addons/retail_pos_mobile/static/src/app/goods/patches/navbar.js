import { Navbar } from "@point_of_sale/app/components/navbar/navbar";
import { patch } from "@web/core/utils/patch";

patch(Navbar.prototype, {
    setup() {
        super.setup(...arguments);
        const isSupported = this.isBarcodeScannerSupported;
        // The goods have their own button, nearer to the thumb
        this.isBarcodeScannerSupported = () =>
            isSupported() && !(this.pos.goods && this.pos.router.state.current === "ProductScreen");
    },
    /** @override Odoo takes every page that it does not know for the orders. */
    get mainButton() {
        return this.pos.router.state.current === "GoodsDetailScreen"
            ? "register"
            : super.mainButton;
    },
});
