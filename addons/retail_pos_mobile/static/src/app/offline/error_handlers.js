import { offlineErrorHandler } from "@point_of_sale/app/utils/error_handlers";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/**
 * In a store the line under the top bar tells of the lost connection, and what is finished offline is
 * kept: a word in passing is enough, where Odoo opens a dialog over the page of the finished sale.
 */
export function storeOfflineErrorHandler(env, error, originalError) {
    const { pos } = env.services;
    if (!pos?.config?._is_store || !(originalError instanceof ConnectionLostError)) {
        return offlineErrorHandler(...arguments);
    }
    const { network } = pos.data;
    if (!network.warningTriggered) {
        network.warningTriggered = true;
        env.services.notification.add(
            _t("No connection. Go on selling: everything is kept on this phone and sent later."),
            { type: "warning" }
        );
    }
    return true;
}

registry
    .category("error_handlers")
    .add("pos-offlineErrorHandler", storeOfflineErrorHandler, { force: true });
