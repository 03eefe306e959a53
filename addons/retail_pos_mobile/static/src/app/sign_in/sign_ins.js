import { browser } from "@web/core/browser/browser";

/**
 * What the server gave for the PINs that were entered on this phone; it goes along with what they do.
 *
 * Kept as long as the browser's tab is open, as Odoo keeps who is at the till.
 */
export class SignIns {
    /**
     * @param {number} configId
     * @param {Function} check asks the server: (employeeId, pin) => `{ proof }` or `{ error }`
     */
    constructor(configId, check) {
        this.key = `retail_sign_ins_${configId}`;
        this.check = check;
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
    signIn(employeeId, pin) {
        this.isReady = this.prove(employeeId, pin);
        return this.isReady;
    }
    async prove(employeeId, pin) {
        try {
            const { proof } = await this.check(employeeId, pin);
            if (proof) {
                const proofs = { ...this.proofs, [employeeId]: proof };
                browser.sessionStorage.setItem(this.key, JSON.stringify(proofs));
            }
        } catch {
            // Offline: the till goes on by its own check, and the server flags the first sale
        }
    }
}
