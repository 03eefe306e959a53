import { browser } from "@web/core/browser/browser";
import { renderToElement } from "@web/core/utils/render";

const WITHOUT_CARTS = "retail_till_without_carts";

/** @returns {boolean} whether the user asked to start without the carts in progress; asked once */
export function takeWithoutCarts() {
    const isAsked = Boolean(browser.sessionStorage.getItem(WITHOUT_CARTS));
    browser.sessionStorage.removeItem(WITHOUT_CARTS);
    return isAsked;
}

/** Say why the till does not start and what to do; nothing of the till is there to say it. */
export function showRepairPage({ error, isOnline, isCutOff }) {
    const page = renderToElement("retail_pos_mobile.RepairPage", {
        isOnline,
        isCutOff,
        reason: error?.data?.message || error?.message || String(error),
    });
    const onTap = (button, action) =>
        page.querySelector(button)?.addEventListener("click", () => {
            action?.();
            browser.location.reload();
        });
    onTap(".o_repair_again");
    onTap(".o_repair_without_carts", () => browser.sessionStorage.setItem(WITHOUT_CARTS, "1"));
    document.querySelector(".pos-loader")?.remove();
    document.body.append(page);
}
