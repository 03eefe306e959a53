import { expect, test } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";

const { DateTime } = luxon;

definePosModels();

const setupConfig = async (daysBack = 0) => {
    const { config } = await setupPosEnv();
    config._store_tz = "Asia/Shanghai";
    config.business_date_days_back = daysBack;
    return config;
};
const isoDates = (dates) => dates.map((date) => date.toISODate());

test("today is the store's day, wherever the phone is", async () => {
    const config = await setupConfig();
    mockDate("2026-11-22 15:59:00", 0);
    expect(config.storeToday().toISODate()).toBe("2026-11-22");
    mockDate("2026-11-22 16:00:00", 0);
    expect(config.storeToday().toISODate()).toBe("2026-11-23");
});
test("a sale counts to today or to one of the days back that the till allows", async () => {
    const config = await setupConfig(2);
    mockDate("2026-11-22 04:00:00", 0);
    expect(isoDates(config.allowedBusinessDates())).toEqual([
        "2026-11-22",
        "2026-11-21",
        "2026-11-20",
    ]);
    const isAllowed = (date) => config.isAllowedBusinessDate(DateTime.fromISO(date));
    expect(isAllowed("2026-11-20")).toBe(true);
    expect(isAllowed("2026-11-19")).toBe(false);
    expect(isAllowed("2026-11-23")).toBe(false);
});
