import { PosData } from "@point_of_sale/app/services/data_service";
import { outboxService } from "@retail_pos_mobile/app/outbox/outbox_service";
import { secureUuid } from "@retail_pos_mobile/app/utils/secure_uuid";
import { patch } from "@web/core/utils/patch";

/** Each test has a phone of its own: what one leaves unsent, the next must not send. */
patch(outboxService, {
    storeName: () => `retail-outbox-${secureUuid()}`,
});
patch(PosData.prototype, {
    get writesKey() {
        this.testKey ||= secureUuid();
        return `writes of ${this.testKey}`;
    },
});
