import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { Scanned } from "@retail_pos_mobile/app/goods/components/scan_note/scan_note";
import { Goods } from "@retail_pos_mobile/app/goods/goods";

definePosModels();

const CODE = "6901234567892";

/** A cart of two articles that carry the same code; `choice` of the list that a scan asks with. */
async function scanShared(choice) {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const variants = order.lines.map(({ product_id }) => product_id);
    variants.forEach((variant) => variant.update({ barcode: CODE }));
    store.findCard = async () => undefined; // it is no member's
    store.goods = new Goods(store);
    store.goods.knownIds = new Set(variants.map(({ id }) => id));
    const asked = [];
    const said = [];
    const dialog = {
        add(_dialog, { list, getPayload }, { onClose }) {
            asked.push(list.map(({ id }) => id));
            if (choice !== undefined) {
                getPayload(list[choice].item);
            }
            onClose();
        },
    };
    // What a scan does, without the page around it
    const screen = Object.assign(Object.create(ProductScreen.prototype), {
        ...{ pos: store, props: { orderUuid: order.uuid }, dialog },
        sound: { play: () => {} },
        numberBuffer: { reset: () => {} },
        scanned: new Scanned(),
        barcodeReader: { showNotFoundNotification: (code) => said.push(code.isCancelled) },
    });
    const added = [];
    store.addLineToCurrentOrder = async ({ product_id }) => added.push(product_id.id);
    await screen._barcodeProductAction({ type: "product", base_code: CODE, code: CODE });
    return { variants, asked, added, said };
}

test("a code of two articles asks which, and adds that one", async () => {
    const { variants, asked, added } = await scanShared(1);
    expect(asked).toEqual([variants.map(({ id }) => id)]); // once
    expect(added).toEqual([variants[1].id]);
});
test("a code of two articles of which none is chosen adds nothing, and is not called unknown", async () => {
    const { asked, added, said } = await scanShared();
    expect(asked.length).toBe(1);
    expect(added).toEqual([]);
    expect(said.filter((isCancelled) => !isCancelled)).toEqual([]);
});
