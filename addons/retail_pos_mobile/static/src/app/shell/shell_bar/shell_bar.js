import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useOnScreenKeyboard } from "@retail_pos_mobile/app/shell/on_screen_keyboard";
import {
    goodsTabs,
    meTiles,
    sectionOf,
    visibleEntries,
    waitingIn,
} from "@retail_pos_mobile/app/shell/sections";
import { _t } from "@web/core/l10n/translation";

/** The way between Sell, Goods and Me: a bar at the thumb on phones, a rail on wider screens. */
export class ShellBar extends Component {
    static template = "retail_pos_mobile.ShellBar";
    static props = {};

    setup() {
        this.pos = usePos();
        this.keyboard = useOnScreenKeyboard();
    }
    get section() {
        return sectionOf(this.pos.router.state.current);
    }
    get sections() {
        const sections = [
            { id: "sell", label: _t("Sell"), icon: "fa-shopping-cart", waiting: 0 },
            { id: "goods", label: _t("Goods"), icon: "fa-cubes", waiting: this.waiting(goodsTabs) },
            { id: "me", label: _t("Me"), icon: "fa-user", waiting: this.waiting(meTiles) },
        ];
        return visibleEntries(goodsTabs, this.pos).length
            ? sections
            : sections.filter(({ id }) => id !== "goods");
    }
    waiting(category) {
        const count = waitingIn(category, this.pos);
        return count > 99 ? "99+" : count;
    }
    open(section) {
        this.pos.openSection(section);
    }
}
