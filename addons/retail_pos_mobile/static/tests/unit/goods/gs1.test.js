import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const EAN = "6901234567892";

/** The goods of a sale; what a scan does to it and what it says. */
async function desk() {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const screen = await mountWithCleanup(ProductScreen, { props: { orderUuid: order.uuid } });
    const variant = order.lines[0].product_id;
    variant.update({ barcode: EAN });
    const said = [];
    screen.notification = { add: (text) => said.push(`${text}`) };
    screen.sound = { play: () => {} };
    screen.barcodeReader = {
        showNotFoundNotification: ({ code }) => said.push(`unknown ${code}`),
    };
    return { store, order, screen, variant, said };
}
const product = (code) => ({ type: "product", base_code: code, code });
const weight = (value, unit) => ({
    type: "quantity",
    value,
    code: `3103${value}`,
    rule: { associated_uom_id: [unit, "kg"] },
});
const piecesOf = (order, variant) =>
    order.lines
        .filter(({ product_id }) => product_id.id === variant.id)
        .reduce((sum, { qty }) => sum + qty, 0);

test("M-F1a: a GS1 code names its product by 14 digits, and its weight is no number of shirts", async () => {
    const { order, screen, variant } = await desk();
    const before = piecesOf(order, variant);
    await screen._barcodeGS1Action([product(`0${EAN}`), weight(1.5, -1)]);
    expect(piecesOf(order, variant)).toBe(before + 1);
});
test("a GS1 code with a weight alone, or of nothing that is sold, is told and changes nothing", async () => {
    const { store, order, screen, said } = await desk();
    patchWithCleanup(store, { loadNewProducts: async () => null });
    const before = order.lines.map(({ qty }) => qty);
    await screen._barcodeGS1Action([weight(1.5, -1)]);
    expect(said).toEqual(["This code names no product."]);
    await screen._barcodeGS1Action([product("09999999999994")]);
    expect(said).toHaveLength(2);
    expect(order.lines.map(({ qty }) => qty)).toEqual(before);
});
test("a till without a book of goods keeps the nought of a code that its own records have", async () => {
    const { order, screen, variant } = await desk();
    const before = piecesOf(order, variant);
    variant.update({ barcode: `0${EAN}` });
    await screen._barcodeGS1Action([product(`0${EAN}`)]);
    expect(piecesOf(order, variant)).toBe(before + 1);
});
