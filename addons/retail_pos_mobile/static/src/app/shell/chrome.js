import { Chrome } from "@point_of_sale/app/pos_app";
import { ConnectionLine } from "@retail_pos_mobile/app/shell/connection_line/connection_line";
import { GoodsTabs } from "@retail_pos_mobile/app/shell/goods_tabs/goods_tabs";
import { useFieldAboveKeyboard } from "@retail_pos_mobile/app/shell/on_screen_keyboard";
import { ShellBar } from "@retail_pos_mobile/app/shell/shell_bar/shell_bar";
import { patch } from "@web/core/utils/patch";

// Whoever takes money, or is not signed in, has one way on
const PAGES_WITHOUT_BAR = new Set([
    "LoginScreen",
    "SaverScreen",
    "PaymentScreen",
    "ReceiptScreen",
    "FeedbackScreen",
    "ActionScreen",
]);

Object.assign(Chrome.components, { ConnectionLine, GoodsTabs, ShellBar });

patch(Chrome.prototype, {
    setup() {
        super.setup(...arguments);
        useFieldAboveKeyboard();
    },
    get hasConnectionLine() {
        return this.pos.config._is_store && this.pos.router.state.current !== "SaverScreen";
    },
    /** A page of ours hides the bar with `static withoutBar = true`. */
    get hasShellBar() {
        const { name, component } = this.pos.router.page;
        return this.pos.config._is_store && !PAGES_WITHOUT_BAR.has(name) && !component.withoutBar;
    },
});
