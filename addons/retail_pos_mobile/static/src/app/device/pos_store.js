// Its patch does not ask the ones before it: ours must come after
import "@retail_pos_mobile/app/version/version";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { connectionOf } from "@retail_pos_mobile/app/shell/connection";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

const TRIES = 3; // then what the server will not take is left behind

patch(PosStore.prototype, {
    /** @override The server tells as well whether this phone may go on. */
    takePulse(pulse) {
        if (pulse.device === "revoked") {
            this.leaveRevoked();
        } else if (pulse.device === "required" && !connectionOf(this).waiting) {
            browser.location.assign(`/retail/device?till=${this.config.id}`);
        }
        return super.takePulse(...arguments);
    },
    /** Send what waits here, then go to the page that deletes what this phone keeps. */
    async leaveRevoked() {
        if (this.isLeavingRevoked) {
            return;
        }
        this.isLeavingRevoked = true;
        try {
            await this.sendAll();
        } catch (error) {
            console.warn("Not everything could be sent", error);
        }
        this.triesToLeave = (this.triesToLeave || 0) + 1;
        if (connectionOf(this).waiting && this.triesToLeave < TRIES) {
            this.isLeavingRevoked = false; // the next pulse tries once more
            return;
        }
        browser.location.replace("/retail/device/revoked");
    },
});
