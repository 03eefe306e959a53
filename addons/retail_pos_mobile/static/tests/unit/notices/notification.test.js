import { expect, test } from "@odoo/hoot";
import { manuallyDispatchProgrammaticEvent as dispatch, queryFirst } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { Notification } from "@web/core/notifications/notification";
import { registry } from "@web/core/registry";
import { getService, mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const show = async (options) => {
    await setupPosEnv();
    const { Component, props } = registry.category("main_components").get("NotificationContainer");
    await mountWithCleanup(Component, { props, noMainContainer: true });
    const close = getService("notification").add("1 in the sale", options);
    await animationFrame();
    return close;
};
const shrinking = () => queryFirst(".o_notification_progress").getAnimations();
const aboutClosing = () =>
    patchWithCleanup(Notification.prototype, {
        close() {
            expect.step("closed by time");
            super.close();
        },
    });

test("A-P1: while a message stands, the page does nothing for its bar in any frame", async () => {
    await show();
    patchWithCleanup(window, { requestAnimationFrame: () => expect.step("frame") });
    await advanceTime(1000);
    expect.verifySteps([]);
    expect(shrinking()).toHaveLength(1);
    expect(shrinking()[0].effect.getTiming().duration).toBe(4000);
});
test("a message goes after its time, one that was taken away does not count on", async () => {
    aboutClosing();
    await show();
    await advanceTime(3900);
    expect(".o_notification").toHaveCount(1);
    await advanceTime(200);
    await animationFrame();
    expect(".o_notification").toHaveCount(0);
    expect.verifySteps(["closed by time"]);
    getService("notification").add("2 in the sale")();
    const close = getService("notification").add("3 in the sale");
    await animationFrame();
    close();
    await animationFrame();
    await advanceTime(5000);
    expect.verifySteps([]);
});
test("a message that is pointed at stays, and counts anew when the pointer leaves", async () => {
    await show();
    await advanceTime(3000);
    await dispatch(queryFirst(".o_notification"), "mouseenter");
    expect(shrinking()).toHaveLength(0);
    await advanceTime(5000);
    expect(".o_notification").toHaveCount(1);
    await dispatch(queryFirst(".o_notification"), "mouseleave");
    expect(shrinking()).toHaveLength(1);
    await advanceTime(3000);
    expect(".o_notification").toHaveCount(1);
    await advanceTime(1200);
    await animationFrame();
    expect(".o_notification").toHaveCount(0);
});
test("a sticky message stays", async () => {
    await show({ sticky: true });
    expect(shrinking()).toHaveLength(0);
    await advanceTime(10000);
    expect(".o_notification").toHaveCount(1);
});
