import { expect, test } from "@odoo/hoot";
import { splitVariantName } from "@retail_pos_mobile/app/goods/lib/variant_name";

test("the values of a variant are parted from its style", () => {
    expect(splitVariantName("Trail Jacket (Black, M)")).toEqual({
        style: "Trail Jacket",
        values: "Black, M",
    });
    expect(splitVariantName("云阶5代缓震跑鞋 (天空蓝, 40)")).toEqual({
        style: "云阶5代缓震跑鞋",
        values: "天空蓝, 40",
    });
});

test("only the last parentheses are values", () => {
    expect(splitVariantName("Socks (3 pairs) (Grey, L)").style).toBe("Socks (3 pairs)");
});

test("a name without values stays whole", () => {
    for (const name of ["Yoga Mat", "(Black)", "Mat (", ""]) {
        expect(splitVariantName(name)).toEqual({ style: name, values: "" });
    }
});
