import { advanceTime, expect, test, tick } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { connectionOf, unsentOrders } from "@retail_pos_mobile/app/shell/connection";
import { ConnectionLine } from "@retail_pos_mobile/app/shell/connection_line/connection_line";
import { KeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import {
    goodsTabs,
    meTiles,
    sectionOf,
    visibleEntries,
    waitingIn,
} from "@retail_pos_mobile/app/shell/sections";
import { PATIENCE_MS } from "@retail_pos_mobile/app/utils/answered";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

definePosModels();

const withTile = (key, tile, options) => {
    meTiles.add(key, { label: key, page: "NowhereScreen", ...tile }, options);
    return () => meTiles.remove(key);
};

test("each page belongs to a section", () => {
    expect(sectionOf("ProductScreen")).toBe("sell");
    expect(sectionOf("TicketScreen")).toBe("sell");
    expect(sectionOf("RefillScreen")).toBe("goods");
    expect(sectionOf("MeScreen")).toBe("me");
    expect(sectionOf("TasksScreen")).toBe("me");
    expect(sectionOf("TaskAssignScreen")).toBe("me");
    expect(sectionOf("NoSuchScreen")).toBe("sell");
});
test("a tile is there for whom it is meant, in its order, and tells what waits", async () => {
    const store = await setupPosEnv();
    const keys = () => visibleEntries(meTiles, store).map(({ key }) => key);
    const before = waitingIn(meTiles, store);
    const removals = [
        withTile("hidden", { isVisible: () => false, badge: () => 7 }),
        withTile("first", { badge: (pos) => (pos === store ? 2 : 0) }, { sequence: 1 }),
    ];
    expect(keys()[0]).toBe("first");
    expect(keys()).not.toInclude("hidden");
    expect(waitingIn(meTiles, store)).toBe(before + 2);
    removals.forEach((remove) => remove());
});
test("the team is a manager's", async () => {
    const store = await setupPosEnv();
    const hasTeam = () => visibleEntries(meTiles, store).some(({ key }) => key === "team");
    store.config._is_manager = false;
    expect(hasTeam()).toBe(false);
    store.config._is_manager = true;
    expect(hasTeam()).toBe(true);
});
test("Sell goes back to the order, never to a page of another section", async () => {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const visited = [];
    patchWithCleanup(store.router, {
        navigate(page) {
            visited.push(page);
        },
    });
    order.setScreenData({ name: "RefillScreen", props: {} });
    store.openSection("sell");
    order.setScreenData({ name: "PaymentScreen", props: { orderUuid: order.uuid } });
    store.openSection("sell");
    store.openSection("goods");
    store.openSection("me");
    expect(visited).toEqual(["ProductScreen", "PaymentScreen", "RefillScreen", "MeScreen"]);
    expect(goodsTabs.contains("refill")).toBe(true);
});
test("what waits is finished sales and entries of the outbox, not the sale in the making", async () => {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    store.addPendingOrder([order.id]);
    store.outbox.entries.splice(0);
    expect(connectionOf(store).waiting).toBe(0);
    order.state = "paid";
    expect(unsentOrders(store)).toEqual([order]);
    store.outbox.entries.push({ uuid: "1", state: "waiting" }, { uuid: "2", state: "refused" });
    expect(connectionOf(store)).toEqual({ waiting: 2, refused: 1, isOffline: false });
    store.outbox.entries.splice(0);
});
test("the line says nothing when all is sent, and what is kept when offline", async () => {
    await setupPosEnv(); // loads the texts
    const line = Object.create(ConnectionLine.prototype);
    line.state = { isLate: false };
    const say = (connection) => {
        Object.defineProperty(line, "connection", { value: connection, configurable: true });
        return line.isVisible ? [String(line.text), line.colour] : null;
    };
    expect(say({ waiting: 0, refused: 0, isOffline: false })).toBe(null);
    expect(say({ waiting: 3, refused: 0, isOffline: false })).toBe(null);
    line.state.isLate = true;
    expect(say({ waiting: 3, refused: 0, isOffline: false })[0]).toBe("3 to send");
    expect(say({ waiting: 3, refused: 0, isOffline: true })).toEqual([
        "offline · 3 kept on this phone",
        "text-bg-warning",
    ]);
    expect(say({ waiting: 0, refused: 1, isOffline: false })[0]).toBe("1 not accepted");
});
test("a page shows the last answer when there is no connection", async () => {
    browser.localStorage.removeItem("test_kept");
    const offline = async () => {
        throw new ConnectionLostError();
    };
    const never = new KeptAnswer("test_kept", offline);
    await never.refresh();
    expect([never.data, never.isOffline, never.isOld]).toEqual([null, true, false]);

    await new KeptAnswer("test_kept", async () => ({ rows: 3 })).refresh();
    const later = new KeptAnswer("test_kept", offline);
    expect(later.data).toEqual({ rows: 3 });
    await later.refresh();
    expect([later.data.rows, later.isOld, later.age !== ""]).toEqual([3, true, true]);

    const refused = new KeptAnswer(null, async () => {
        throw new Error("You may not see this store.");
    });
    await refused.refresh();
    expect([refused.isOffline, refused.error]).toEqual([false, "You may not see this store."]);
});
test("a page says that nobody answers, and takes what comes late", async () => {
    let answer;
    const slow = new KeptAnswer(null, () => new Promise((resolve) => (answer = resolve)));
    const asking = slow.refresh();
    await advanceTime(PATIENCE_MS - 5000); // the clock of the tests goes on by itself as well
    expect([slow.isLoading, slow.isOffline]).toEqual([true, false]);
    await advanceTime(5000);
    await asking;
    expect([slow.isLoading, slow.isOffline, slow.data]).toEqual([false, true, null]);
    answer({ rows: 3 });
    await tick();
    expect([slow.isOffline, slow.data]).toEqual([false, { rows: 3 }]);
});
test("a manager's further days back hold on his phone", async () => {
    const { config } = await setupPosEnv();
    config._store_tz = "Asia/Shanghai";
    config.business_date_days_back = 1;
    expect(config.allowedBusinessDates().length).toBe(2);
    config._days_back = 5;
    expect(config.allowedBusinessDates().length).toBe(6);
});
