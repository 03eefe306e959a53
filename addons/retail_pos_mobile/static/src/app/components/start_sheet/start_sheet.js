import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { findCardNumbers } from "@retail_pos_mobile/app/card_numbers/payment_card";
import { CARD_WARNING } from "@retail_pos_mobile/app/card_numbers/text_input_popup";
import { MemberPicker } from "@retail_pos_mobile/app/members/member_picker/member_picker";
import { GuideShares } from "@retail_pos_mobile/app/shares/guide_shares";
import { formatDay } from "@retail_pos_mobile/app/utils/dates";
import { Dialog } from "@web/core/dialog/dialog";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/**
 * The basic information of a sale: date, member, guide and remark. Member, guide and remark go
 * straight onto the order, so that a reload loses nothing; the date goes there by the confirmation.
 */
export class StartSheet extends Component {
    static template = "retail_pos_mobile.StartSheet";
    static components = { Dialog, GuideShares, MemberPicker };
    static props = {
        order: Object,
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.pos = usePos();
        const order = this.props.order;
        const day = order.hasValidBusinessDate()
            ? order.business_date
            : this.pos.config.storeToday();
        this.state = useState({ day: serializeDate(day) });
    }

    get order() {
        return this.props.order;
    }
    get isNewSale() {
        return !this.order.business_date;
    }
    get title() {
        return this.isNewSale ? _t("New sale") : _t("Basic information");
    }
    /** What to tell when midnight has passed since the date was confirmed. */
    get expiryNotice() {
        const { order } = this;
        return this.isNewSale || order.hasValidBusinessDate()
            ? ""
            : _t("%s is over. Please confirm the sale date again.", order.businessDay);
    }
    get days() {
        return this.pos.config.allowedBusinessDates().map((date, daysBack) => ({
            value: serializeDate(date),
            label: daysBack === 0 ? _t("Today, %s", formatDay(date)) : formatDay(date),
        }));
    }
    setRemark(input) {
        if (findCardNumbers(input.value).length) {
            input.value = this.order.general_customer_note || "";
            this.pos.notification.add(CARD_WARNING, { type: "danger" });
            return;
        }
        this.order.setRemark(input.value);
    }
    clear() {
        this.pos.clearBasicInformation(this.order);
        this.state.day = serializeDate(this.pos.config.storeToday());
    }
    confirm() {
        if (this.pos.lacksGuide(this.order)) {
            return; // The sheet says so above the guides
        }
        this.order.business_date = this.state.day;
        this.props.getPayload(true);
        this.props.close();
    }
}
