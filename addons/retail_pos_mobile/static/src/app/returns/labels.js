import { _t } from "@web/core/l10n/translation";

export const TYPES = {
    refund: _t("Refund"),
    exchange: _t("Exchange"),
    repair: _t("Repair"),
};
export const STATES = {
    asked: _t("Asked"),
    approved: _t("Approved"),
    refused: _t("Refused"),
    done: _t("Done"),
    cancelled: _t("Cancelled"),
};
export const STATE_CLASSES = {
    asked: "text-bg-warning",
    approved: "text-bg-info",
    done: "text-bg-success",
    refused: "text-bg-danger",
};
export const SOURCES = {
    order: _t("Order number"),
    scan: _t("Receipt scanned"),
    member: _t("Member's history"),
    none: _t("Without receipt"),
};
export const DESTINATIONS = {
    stock: _t("back to stock"),
    defective: _t("to the defective goods"),
    supplier: _t("to the goods for the supplier"),
};
export const REPAIR_STATES = {
    received: _t("Received"),
    ready: _t("Ready"),
    handed_back: _t("Handed back"),
};
