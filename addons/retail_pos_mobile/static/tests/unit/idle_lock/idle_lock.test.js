import { expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { IdleLock } from "@retail_pos_mobile/app/idle_lock/idle_lock";

const PIN = "4711";

/** A till of Wang Fang that locks after two minutes; the network is on until it is cut. */
function setupLock({ minutes = 2 } = {}) {
    const network = { offline: false };
    const till = {
        minutes,
        who: () => ({ key: "employee 1", name: "Wang Fang" }),
        ask: async (secret) => {
            if (network.offline) {
                throw new ConnectionLostError("/unlock");
            }
            return secret === PIN ? { is_open: true } : { error: "wrong" };
        },
        isOffline: () => network.offline,
    };
    const makeLock = () => new IdleLock("test_lock", till);
    return { network, makeLock, lock: makeLock() };
}
async function idle(lock, minutes) {
    await advanceTime(minutes * 60_000);
    lock.look();
}

test("S6.3.4: a till locks itself when nobody touches it, and not while somebody does", async () => {
    const { lock } = setupLock();
    await idle(lock, 1.5);
    lock.touched();
    await idle(lock, 1.5);
    expect(lock.isLocked).toBe(false);
    await idle(lock, 1);
    expect(lock.isLocked).toBe(true);
});

test("S6.3.4: it never locks where no time is set", async () => {
    const { lock } = setupLock({ minutes: 0 });
    await idle(lock, 600);
    expect(lock.isLocked).toBe(false);
});

test("S6.3.4: the right PIN opens it, a wrong one and a reload do not", async () => {
    const { lock, makeLock } = setupLock();
    await idle(lock, 3);
    expect(await lock.unlock("0000")).toBe("wrong");
    expect(lock.isLocked).toBe(true);
    expect(makeLock().isLocked).toBe(true);
    expect(await lock.unlock(PIN)).toBe("");
    expect(lock.isLocked).toBe(false);
    expect(makeLock().isLocked).toBe(false);
});

test("S6.3.4: without a connection it locks once it can be opened again, and counts tries", async () => {
    const { lock, network } = setupLock();
    network.offline = true;
    await idle(lock, 3);
    expect(lock.isLocked).toBe(false);
    // Hoot's crypto hashes nothing
    patchWithCleanup(lock.kept, {
        canDerive: true,
        derive: async (secret, salt) => new TextEncoder().encode(btoa(secret + salt.join())),
    });
    await lock.kept.keep("employee 1", PIN);
    await idle(lock, 3);
    expect(lock.isLocked).toBe(true);
    expect(browser.localStorage.getItem("test_lock_kept")).not.toInclude(PIN);
    expect(await lock.unlock("0000")).not.toBe("");
    expect(await lock.unlock(PIN)).toBe("");
    lock.set(true);
    for (let attempt = 0; attempt < 5; attempt++) {
        await lock.unlock("0000");
    }
    expect(await lock.unlock(PIN)).not.toBe("");
    expect(lock.isLocked).toBe(true);
});
