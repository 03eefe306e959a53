import { reactive, status, useComponent } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";

/** The goods of the till; the component is drawn anew whenever the catalogue or the stock changed. */
export function useGoods() {
    const { goods } = usePos();
    const component = useComponent();
    const watched = reactive(goods.state, () => {
        if (status(component) !== "destroyed") {
            watch();
            component.render();
        }
    });
    const watch = () => [
        ...[watched.catalogue, watched.stock],
        ...[watched.isRefreshing, watched.unknownStyle],
    ];
    watch();
    return goods;
}
