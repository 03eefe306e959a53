import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";

const TOLD = /^odoo\.(exceptions|http)\./; // the latter: that the session expired

/** @returns {boolean} whether the server meant its word for people */
export const isTold = ({ data }) => !data?.name || TOLD.test(data.name);

/**
 * @param {Error} error of asking the server for something
 * @param {string} [offline] what to say where it could not be reached
 * @returns {string} the server's word if it was meant for people, else that the fault is not theirs
 */
export function errorText(error, offline) {
    if (error instanceof ConnectionLostError) {
        return offline || _t("There is no connection. Please try again when the phone is online.");
    }
    return isTold(error)
        ? error.data?.message || error.message
        : _t(
              "Something went wrong on the server. Try again, and tell the head office if it stays."
          );
}
