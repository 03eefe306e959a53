import { PosStore } from "@point_of_sale/app/services/pos_store";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { tokenOfReceiptLink } from "@retail_pos_mobile/app/utils/receipt_link";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

const NO_COUNTS = { asked: 0, approved: 0 };
// What changes nothing need not be waited for
const READS = [
    ...["find_sale", "member_sales", "find_product", "read_for_phone"],
    ...["exchange_lines", "payback_plan"],
];
const LOOK_AGAIN_MS = 2000;
const LOOKS = 30;

patch(PosStore.prototype, {
    async setup() {
        this.returns = { counts: { ...NO_COUNTS }, lists: {}, draft: null };
        return super.setup(...arguments);
    },
    async afterProcessServerData() {
        const result = await super.afterProcessServerData(...arguments);
        if (this.config._is_store) {
            this.data.connectWebSocket("RETAIL_RETURN", () => this.refreshReturns());
            this.refreshReturns();
        }
        return result;
    },

    /** @returns {number} the returns that wait for whoever is signed in */
    get waitingReturns() {
        const { asked, approved } = this.returns.counts;
        return this.config._may_decide_returns ? asked : approved;
    },

    /**
     * Ask the server for something about returns; where it refuses or cannot be reached, tell why.
     *
     * @returns {Promise<any>} the answer, or undefined
     */
    async askReturns(method, args) {
        const isRead = READS.includes(method);
        try {
            const answer = this.env.services.orm.silent.call("retail.return", method, args);
            return await (isRead ? answered(answer) : answer);
        } catch (error) {
            if (error instanceof ConnectionLostError && !isRead) {
                this.notification.add(
                    _t("No answer from the server. Whether it was done shows here in a moment."),
                    { type: "warning" }
                );
                this.lookAgain(args[0]);
            } else if (error instanceof ConnectionLostError || error instanceof RPCError) {
                this.notification.add(errorText(error), { type: isRead ? "warning" : "danger" });
            } else {
                throw error;
            }
        }
    },
    /** The answer about a return was lost, and it may be done: look until the server tells. */
    async lookAgain(returnId) {
        const { orm } = this.env.services;
        for (let look = 0; look < LOOKS; look++) {
            try {
                const asked = orm.silent.call("retail.return", "read_for_phone", [returnId]);
                return this.keepReturn(await answered(asked));
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    return; // told where somebody asks for it
                }
            }
            await new Promise((resolve) => browser.setTimeout(resolve, LOOK_AGAIN_MS));
        }
    },
    /** Count anew what waits, and let the lists be loaded again when they are looked at. */
    async refreshReturns() {
        try {
            this.returns.counts = await this.env.services.orm.silent.call(
                "retail.return",
                "phone_counts",
                [this.config.id]
            );
            this.returns.stamp = Date.now();
        } catch {
            // The badge keeps its number until the connection is back
        }
    },
    /** Keep what the server told of a return, in whatever list it stands. */
    keepReturn(row) {
        this.returns.rows = { ...this.returns.rows, [row.id]: row };
        this.refreshReturns();
        return row;
    },

    /**
     * Let a manager's PIN approve a return, and go on with it at once.
     *
     * @returns {Promise<string|undefined>} what is wrong, or nothing
     */
    async approveReturnByPin(row, pin) {
        const answer = await this.askReturns("approve_by_pin", [row.id, pin, this.config.id]);
        if (!answer) {
            return "";
        }
        if (answer.error) {
            return answer.error;
        }
        await this.executeReturn(this.keepReturn(answer));
    },
    /** Do what an approved return is for, and show it: pay back, or let goods be chosen. */
    async executeReturn(row) {
        if (row.type === "refund") {
            const done = await this.askReturns("pay_back", [row.id, this.config.id]);
            done && this.keepReturn(done);
        }
        this.navigate("ReturnScreen", { returnId: row.id });
        if (row.type === "exchange") {
            this.chooseExchange(row);
        }
    },

    // -- The application -------------------------------------------------------------------------

    get returnDraftKey() {
        return `retail_return_draft_${this.config.id}`;
    },
    /** The application at hand; one that a reload interrupted is taken up again. */
    takeReturnDraft() {
        if (!this.returns.draft) {
            const kept = JSON.parse(browser.localStorage.getItem(this.returnDraftKey) || "null");
            this.returns.draft = kept || this.newReturnDraft();
        }
        return this.returns.draft;
    },
    newReturnDraft() {
        return {
            ...{ source: "order", sale: null, member: null, goods: [], pieces: {} },
            ...{ reasonId: null, type: "refund", note: "", promiseDate: "", pictures: [] },
        };
    },
    /** Keep the application over a reload, all but its pictures: they would not fit. */
    saveReturnDraft() {
        const draft = { ...this.returns.draft, pictures: [] };
        browser.localStorage.setItem(this.returnDraftKey, JSON.stringify(draft));
    },
    dropReturnDraft() {
        this.returns.draft = this.newReturnDraft();
        browser.localStorage.removeItem(this.returnDraftKey);
    },
    /**
     * Begin the application for a sale that a receipt tells, with its only piece chosen.
     *
     * @param {string} text an e-receipt's link or token, a number, or the key of a sale
     * @returns {Promise<boolean>} whether the sale was found
     */
    async startReturn(text, source = "scan") {
        const sale = await this.askReturns("find_sale", [this.config.id, saleTextOf(text)]);
        if (!sale) {
            return false;
        }
        const left = sale.lines.filter((line) => line.left > 0);
        this.returns.draft = {
            ...this.newReturnDraft(),
            ...{ source, sale },
            pieces: left.length === 1 && left[0].left === 1 ? { [left[0].uuid]: 1 } : {},
        };
        this.saveReturnDraft();
        this.navigate("ReturnApplicationScreen");
        return true;
    },
});

/** What in a scanned code names a sale: the token of an e-receipt, or the key that a slip bears. */
export function saleTextOf(text) {
    const token = tokenOfReceiptLink(text);
    if (token) {
        return token;
    }
    try {
        return new URL(text).searchParams.get("order_uuid") || text;
    } catch {
        return text;
    }
}
