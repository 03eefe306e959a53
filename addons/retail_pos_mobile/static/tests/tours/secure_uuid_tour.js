import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as StartSheet from "@retail_pos_mobile/../tests/tours/utils/start_sheet_util";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("retail_pos_mobile.SecureUuid", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.isShown(),
            {
                content: "the sale's key is made of the platform's random bytes",
                trigger: "body",
                run() {
                    const { getRandomValues } = crypto;
                    crypto.getRandomValues = (bytes) => bytes.fill(0xff);
                    const { uuid } = window.posmodel.addNewOrder();
                    crypto.getRandomValues = getRandomValues;
                    if (uuid !== "ffffffff-ffff-4fff-bfff-ffffffffffff") {
                        throw new Error(`the key is ${uuid}`);
                    }
                },
            },
        ].flat(),
});
