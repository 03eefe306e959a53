import { beforeEach, expect, test } from "@odoo/hoot";
import { PhoneClock } from "@retail_pos_mobile/app/price_check/phone_clock";
import { browser } from "@web/core/browser/browser";

const NOON = Date.UTC(2026, 2, 5, 12);
const HOUR = 3_600_000;

beforeEach(() => browser.localStorage.removeItem("retail_clock_late"));

test("a phone that never heard from the server knows nothing of its clock", () => {
    expect(new PhoneClock().late).toBe(0);
});
test("a clock that is behind or ahead is told in seconds", () => {
    const clock = new PhoneClock();
    clock.learn(NOON, NOON - 3 * HOUR, NOON - 3 * HOUR + 2000);
    expect(clock.late).toBe(3 * 3600 - 1);
    clock.learn(NOON, NOON + HOUR, NOON + HOUR);
    expect(clock.late).toBe(-3600);
});
test("what was learned holds after the till is closed, and until the clock is right", () => {
    new PhoneClock().learn(NOON, NOON - HOUR, NOON - HOUR);
    expect(new PhoneClock().late).toBe(3600);
    new PhoneClock().learn(NOON, NOON, NOON);
    expect(new PhoneClock().late).toBe(0);
});
test("an answer without a date, or a clock that was set meanwhile, teaches nothing", () => {
    const clock = new PhoneClock();
    clock.learn(NOON, NOON - HOUR, NOON - HOUR);
    clock.learn(NaN, NOON, NOON);
    clock.learn(NOON, NOON + HOUR, NOON);
    clock.learn(NOON, NOON, NOON + 2 * HOUR);
    expect(clock.late).toBe(3600);
});
