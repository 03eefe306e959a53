import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";
import { ScanNote, Scanned } from "@retail_pos_mobile/app/goods/components/scan_note/scan_note";
import { Goods } from "@retail_pos_mobile/app/goods/goods";
import { reactive } from "@odoo/owl";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

/** A reader whose page knows some codes at once; what happened when, in order. */
function readerOf(known) {
    const events = [];
    const parser = { parse_barcode: (code) => ({ type: "product", code }) };
    const reader = new BarcodeReader(parser, { notification: { add() {} } });
    reader.register({
        found(code) {
            events.push(`found ${code}`);
            return known.includes(code);
        },
        product: async ({ code }) => events.push(`added ${code}`),
    });
    return { reader, events };
}

test("A-P0: a code is told before anything is made of it, and codes keep their order", async () => {
    const { reader, events } = readerOf(["1", "3"]);
    const scans = ["1", "2", "3"].map((code) => reader.scan(code));
    expect(events).toEqual(["found 1", "found 2", "found 3"]);
    await advanceTime(500);
    await Promise.all(scans);
    expect(events.slice(3)).toEqual(["added 1", "added 2", "added 3"]);
});
test("A-P0: a code that no page knows at once waits for nothing", async () => {
    const { reader, events } = readerOf([]);
    await reader.scan("2");
    expect(events).toEqual(["found 2", "added 2"]);
});
test("a scan is told at once by its name, then by what is in the sale, and goes by itself", async () => {
    await setupPosEnv();
    const scanned = reactive(new Scanned());
    await mountWithCleanup(ScanNote, { props: { scanned } });
    expect(".o_scan_note").not.toHaveClass("o_scan_note_shown");
    scanned.found("Trail Jacket (Navy, M)");
    await animationFrame();
    expect(".o_scan_note_shown").toHaveText("Trail Jacket (Navy, M)");
    expect(".o_scan_note .fa-barcode").toHaveCount(1);
    scanned.added("Trail Jacket (Navy, M)", "2");
    await animationFrame();
    expect(".o_scan_note_shown").toHaveText(/2 in the sale/);
    expect(".o_scan_note .fa-check").toHaveCount(1);
    scanned.settle();
    await animationFrame();
    expect(".o_scan_note_shown").toHaveCount(1);
    await advanceTime(4000);
    await animationFrame();
    expect(".o_scan_note_shown").toHaveCount(0);
});
test("what was found and did not come into the sale is told no longer", async () => {
    await setupPosEnv();
    const scanned = reactive(new Scanned());
    await mountWithCleanup(ScanNote, { props: { scanned } });
    scanned.found("Trail Jacket");
    scanned.settle();
    await animationFrame();
    expect(".o_scan_note_shown").toHaveCount(0);
});
test("a code is named where one article has it, not where none or two have", async () => {
    const store = await setupPosEnv();
    store.goods = new Goods(store);
    const [one, other] = store.models["product.product"].getAll();
    one.update({ barcode: "6901234567892" });
    expect(store.goods.nameOfCode("6901234567892")).toBe(one.display_name);
    expect(store.goods.nameOfCode("6901234567899")).toBe(undefined);
    other.update({ barcode: "6901234567892" });
    expect(store.goods.nameOfCode("6901234567892")).toBe(undefined);
});
