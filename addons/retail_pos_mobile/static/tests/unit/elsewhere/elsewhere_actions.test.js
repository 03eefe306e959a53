import { expect, test } from "@odoo/hoot";
import "@retail_pos_mobile/app/elsewhere/elsewhere_actions";
import { registry } from "@web/core/registry";

/** A till whose sheet is closed at once, with so many pieces held. */
const tillThatHolds = (pieces) => ({
    dialog: {
        add: (sheet, { onHeld }, { onClose }) => {
            if (pieces) {
                onHeld(pieces);
            }
            onClose();
        },
    },
});

test("P5.1.2.1: who asks elsewhere is told how many pieces are in the sale by it", async () => {
    const row = { product: {}, warehouse: {}, quantity: 3 };
    const actions = registry.category("retail_stock_elsewhere_actions");
    for (const kind of ["transfer", "ship"]) {
        const { run } = actions.get(kind);
        expect(await run(tillThatHolds(2), row)).toBe(2);
        expect(await run(tillThatHolds(0), row)).toBe(0);
    }
});
