import { PosData } from "@point_of_sale/app/services/data_service";
import { pick } from "@web/core/utils/objects";
import { patch } from "@web/core/utils/patch";

// Without these no till can start
const ESSENTIALS = ["pos.config", "res.company", "res.currency", "pos.payment.method"];

patch(PosData.prototype, {
    /**
     * @override Odoo takes its copy of the server's data for whole once the session is in it, and passes
     * over what it could not write: of a copy that lacks what every till needs only that counts which was
     * made here, such as sales. All else is asked for again.
     */
    async getCachedServerDataFromIndexedDB() {
        const data = await super.getCachedServerDataFromIndexedDB(...arguments);
        const isWhole = ESSENTIALS.every((model) => data[model]?.length);
        return isWhole || this.network.offline
            ? data
            : pick(data, ...Object.keys(this.opts.databaseTable));
    },
});
