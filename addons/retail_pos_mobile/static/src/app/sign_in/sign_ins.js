import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";

/**
 * What the server gave for the PINs that were entered on this phone; it goes along with what they do.
 *
 * Kept as long as the browser's tab is open, as Odoo keeps who is at the till.
 */
export class SignIns {
    /**
     * @param {number} configId
     * @param {Function} check asks the server: (employeeId, pin) => `{ proof }` or `{ error }`
     * @param {KeptPins} keptPins what this phone knows without a connection
     */
    constructor(configId, check, keptPins) {
        this.key = `retail_sign_ins_${configId}`;
        this.check = check;
        this.keptPins = keptPins;
        this.isReady = Promise.resolve();
    }
    get proofs() {
        return JSON.parse(browser.sessionStorage.getItem(this.key) || "{}");
    }
    /** @returns {string|false} what proves that the PIN of this employee was entered here */
    proofOf(employeeId) {
        return this.proofs[employeeId] || false;
    }
    /** The same, once the server has answered. */
    async whenReady(employeeId) {
        await this.isReady;
        return this.proofOf(employeeId);
    }
    /** @returns {Promise<string|undefined>} what is wrong with the PIN; nothing if it is right */
    signIn(employeeId, pin) {
        const answer = this.prove(employeeId, pin);
        this.isReady = answer.catch(() => {});
        return answer;
    }
    async prove(employeeId, pin) {
        let answer;
        try {
            answer = await this.check(employeeId, pin);
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return this.signInOffline(employeeId, pin);
            }
            throw error;
        }
        if (!answer.proof) {
            return answer.error;
        }
        const proofs = { ...this.proofs, [employeeId]: answer.proof };
        browser.sessionStorage.setItem(this.key, JSON.stringify(proofs));
        // Slow on purpose, and nobody waits for it
        this.keptPins.keep(employeeId, pin).catch((error) => console.warn(error));
    }
    /** The server flags the first sale: it did not see this PIN. */
    async signInOffline(employeeId, pin) {
        const isRight = await this.keptPins.isRight(employeeId, pin);
        if (isRight === undefined) {
            return _t(
                "Without a connection only who signed in on this phone within a week can do so."
            );
        }
        return isRight ? undefined : _t("This is not the right PIN.");
    }
}
