import { _t } from "@web/core/l10n/translation";

const NAMES = {
    price: _t("Price changed by hand"),
    discount: _t("Discount by hand"),
    below_cost: _t("Sold below cost by hand"),
    refund: _t("Refund"),
    receiptless: _t("Return without a receipt"),
    void: _t("Line removed after payment"),
    drawer: _t("Open the drawer without a sale"),
    reprint: _t("Print the receipt again"),
    backdate: _t("Sale backdated"),
};
const PROBLEMS = {
    form: _t("This code is no approval. Scan the one on the manager's phone."),
    key: _t(
        "This till does not know the manager's phone. Its data have to be updated online once."
    ),
    order: _t("This approval is for something else."),
    amount: _t("This approval is for less. Ask again."),
    time: _t("This approval has run out. Ask again."),
    signature: _t("This approval is not genuine."),
};

export function operationName(operation) {
    return (NAMES[operation] || operation).toString();
}
export function problemText(problem) {
    return PROBLEMS[problem].toString();
}
/** @returns {string} how much, in the unit of the operation */
export function amountText({ operation, amount }, formatCurrency) {
    if (operation === "drawer" || (operation === "below_cost" && !amount)) {
        return "";
    }
    if (operation === "backdate") {
        return _t("%s days", amount).toString();
    }
    return operation === "reprint" ? _t("copy %s", amount).toString() : formatCurrency(amount);
}
