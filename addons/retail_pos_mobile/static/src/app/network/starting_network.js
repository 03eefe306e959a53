import { inTime } from "@retail_pos_mobile/app/outbox/database";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const PATIENCE_MS = 3000;
const PING = "/pos/ping";

function orLost(isThere, url = PING) {
    if (!isThere) {
        throw new ConnectionLostError(url);
    }
}

/**
 * While a till starts on a phone that was here before, a server that does not answer in time counts as
 * none: services ask it one after the other, and each would wait for ever.
 */
export const startingNetworkService = {
    start() {
        if (!browser.navigator.serviceWorker?.controller) {
            return { end: () => {} }; // the first visit: there is nothing to start with but the server
        }
        const native = rpc._rpc;
        const answer = inTime(native(PING, {}, { silent: true }), "Server", PATIENCE_MS);
        const isThere = answer.then(
            () => true,
            () => false
        );
        rpc._rpc = (url, params, settings) => {
            if (url === PING) {
                return Object.assign(isThere.then(orLost), { abort() {} }); // one answer for all who ask
            }
            let sent;
            const result = isThere.then((there) => {
                orLost(there, url);
                sent = native(url, params, settings);
                return sent;
            });
            result.abort = (...args) => sent?.abort(...args);
            return result;
        };
        return { end: () => (rpc._rpc = native) };
    },
};

registry
    .category("services")
    .add("retail_starting_network", startingNetworkService, { sequence: 1 });
