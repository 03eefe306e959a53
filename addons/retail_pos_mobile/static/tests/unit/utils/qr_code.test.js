import { expect, test } from "@odoo/hoot";
import { sharpQrCode } from "@retail_pos_mobile/app/utils/qr_code";

test("the squares of a code are drawn without smoothing", () => {
    const [kind, drawing] = sharpQrCode("https://shop.example/receipt/1", 120).split(",");
    expect(kind).toBe("data:image/svg+xml;base64");
    const svg = new DOMParser().parseFromString(atob(drawing), "image/svg+xml").documentElement;
    expect(svg.getAttribute("shape-rendering")).toBe("crispEdges");
    expect(svg.getAttribute("width")).toBe("120");
});
