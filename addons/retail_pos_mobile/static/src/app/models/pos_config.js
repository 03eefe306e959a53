import { PosConfig } from "@point_of_sale/app/models/pos_config";
import { patch } from "@web/core/utils/patch";

const { DateTime } = luxon;

patch(PosConfig.prototype, {
    /** Only a store's till asks for member, guide and date; any other till stays as it was. */
    hasStartSheet() {
        return Boolean(this._is_store && this.start_sheet);
    },
    /** @returns {DateTime} today in the store, as a date without time zone */
    storeToday() {
        const { year, month, day } = DateTime.now().setZone(this._store_tz);
        return DateTime.local(year, month, day);
    },
    /** @returns {DateTime[]} the days to which a sale may count, today first */
    allowedBusinessDates() {
        const today = this.storeToday();
        // What the role of the user allows; a manager may date a sale further back
        const furthest = this._days_back ?? this.business_date_days_back;
        return Array.from({ length: furthest + 1 }, (_, daysBack) =>
            today.minus({ days: daysBack })
        );
    },
    isAllowedBusinessDate(date) {
        return this.allowedBusinessDates().some((day) => day.hasSame(date, "day"));
    },
});
