import { negate, scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as Goods from "@retail_pos_mobile/../tests/tours/utils/goods_util";
import * as StartSheet from "@retail_pos_mobile/../tests/tours/utils/start_sheet_util";
import { registry } from "@web/core/registry";

const sellTrailJacket = () => [
    ...Goods.addVariant("Trail Jacket", "Navy, M"),
    ...ProductScreen.clickPayButton(),
    ...PaymentScreen.clickPaymentMethod("Cash"),
    ...PaymentScreen.clickValidate(),
];
const see = (content, trigger) => ({ content, trigger });
const tap = (content, trigger) => ({ content, trigger, run: "click" });
const type = (trigger, text) => ({ content: `type ${text}`, trigger, run: `edit ${text}` });

registry.category("web_tour.tours").add("retail_pos_mobile.MemberScanned", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.isShown(),
            // The card is scanned while the sheet asks for the member
            scan_barcode("vip8001"),
            StartSheet.memberIs("李雷", "138****4567"),
            see("his level", '.o_member_level:contains("Gold"):contains("10%")'),
            tap("look at him", ".o_member_open"),
            see("he is new here", ".o_member_panel .o_member_panel_empty"),
            see("his birthday", '.o_member_panel:contains("May 1")'),
            see("the number is masked", '.o_member_panel_phone:contains("138****4567")'),
            tap("ask for the number", ".o_member_panel_reveal"),
            tap("say why", '.o_member_panel_reason button:contains("Return or repair")'),
            see("the number", '.o_member_panel_phone:contains("0013 4567")'),
            tap("close", ".o_member_panel_close"),
            tap("remove him", ".o_member_remove"),
            // And found again by the initials of his name
            StartSheet.searchMember("ll"),
            StartSheet.chooseMember("李雷"),
            StartSheet.confirm(),
            sellTrailJacket(),
            ReceiptScreen.isShown(),
        ].flat(),
});

registry.category("web_tour.tours").add("retail_pos_mobile.MemberAddedOffline", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.isShown(),
            Offline.setOfflineMode(),
            StartSheet.searchMember("139 0013 9000"),
            tap("add her", ".o_member_add_found"),
            see("the number is there already", ".o_add_member_phone"),
            tap("save without a name", ".o_add_member_save"),
            see("the name is missing", '.o_add_member_error:contains("Type the name")'),
            type(".o_add_member_name", "韩梅梅"),
            tap("she is a woman", '.o_add_member button:contains("Female")'),
            tap("save", ".o_add_member_save"),
            see("the form is gone", negate(".o_add_member")),
            StartSheet.memberIs("韩梅梅", "139****9000"),
            see("she waits", ".o_member_waits"),
            StartSheet.confirm(),
            sellTrailJacket(),
            ReceiptScreen.isShown(),
            Offline.setOnlineMode(),
            {
                content: "all is sent",
                trigger: "body",
                async run() {
                    const { outbox } = window.posmodel;
                    await outbox.flush();
                    if (outbox.waiting.length) {
                        throw new Error("the member still waits");
                    }
                },
            },
            ReceiptScreen.clickNextOrder(),
            StartSheet.isShown(),
            StartSheet.searchMember("9000"),
            StartSheet.chooseMember("韩梅梅"),
            see("the server knows her", negate(".o_member_waits")),
            see("and has given her a card", '.o_member_level:contains("Basic")'),
            StartSheet.confirm(),
            sellTrailJacket(),
            ReceiptScreen.isShown(),
        ].flat(),
});
