import { handleRPCError, offlineErrorHandler } from "@point_of_sale/app/utils/error_handlers";
import { errorText, isTold } from "@retail_pos_mobile/app/utils/error_text";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
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

/**
 * A fault of the server that no page took up is told in passing, in words for people; what the server
 * has to say to them stays a dialog, and so does everything for whoever looks for the fault.
 */
export function storeRpcErrorHandler(env, error, originalError) {
    if (!(originalError instanceof RPCError)) {
        return false;
    }
    if (!env.services.pos?.config?._is_store || odoo.debug || isTold(originalError)) {
        handleRPCError(originalError, env.services.dialog);
    } else {
        env.services.notification.add(errorText(originalError), { type: "danger" });
        console.warn(originalError.data?.debug || originalError.message);
    }
    return true;
}

registry
    .category("error_handlers")
    .add("pos-offlineErrorHandler", storeOfflineErrorHandler, { force: true })
    .add("pos-rpcErrorHandler", storeRpcErrorHandler, { force: true });
