import { expect, test } from "@odoo/hoot";
import { base64Of, shrinkPicture } from "@retail_pos_mobile/app/returns/pictures";
import { allowTranslations } from "@web/../tests/web_test_helpers";

const pictureOf = (width, height) =>
    new Promise((resolve) => {
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width, height });
        canvas.getContext("2d").fillRect(0, 0, width, height);
        canvas.toBlob(resolve, "image/png");
    });
const sizeOf = async (dataUrl) => {
    const { width, height } = await createImageBitmap(await (await fetch(dataUrl)).blob());
    return [width, height];
};

test("a picture is sent as a JPEG of at most 1280 pixels a side", async () => {
    const url = await shrinkPicture(await pictureOf(2560, 1000));
    expect(url.startsWith("data:image/jpeg;base64,")).toBe(true);
    expect(await sizeOf(url)).toEqual([1280, 500]);
    expect(base64Of(url).startsWith("/9j/")).toBe(true);
});
test("a small picture keeps its size", async () => {
    expect(await sizeOf(await shrinkPicture(await pictureOf(60, 40)))).toEqual([60, 40]);
});
test("20 MB and what is no picture are refused with a message", async () => {
    allowTranslations();
    const large = new File([new Uint8Array(20 * 2 ** 20 + 1)], "large.jpg");
    await expect(shrinkPicture(large)).rejects.toThrow(/larger than 20 MB/);
    await expect(shrinkPicture(new File(["no picture"], "a.jpg"))).rejects.toThrow(/no picture/);
});
