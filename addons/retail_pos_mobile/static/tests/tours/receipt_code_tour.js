import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import { negate } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductConfigurator from "@point_of_sale/../tests/pos/tours/utils/product_configurator_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

const receiptCode = {
    content: "the code of the e-receipt is shown, to scan",
    trigger: '.o_receipt_code:contains("Scan for your e-receipt") img[src^="data:image/svg+xml"]',
};

const sellTrailJacket = () => [
    ...ProductScreen.clickDisplayedProduct("Trail Jacket"),
    ...ProductConfigurator.pickRadio("Navy"),
    ...ProductConfigurator.pickRadio("M"),
    Dialog.confirm("Add"),
    ...ProductScreen.clickPayButton(),
    ...PaymentScreen.clickPaymentMethod("Cash"),
];

registry.category("web_tour.tours").add("retail_pos_mobile.ReceiptCode", {
    steps: () =>
        [
            Chrome.startPoS(),
            sellTrailJacket(),
            Offline.setOfflineMode(),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            Dialog.confirm("Continue with limited functionality"),
            receiptCode,
            {
                content: "the customer is told that the receipt waits for the connection",
                trigger: ".o_receipt_code_waits",
            },
            {
                content: "printing and sending by e-mail remain",
                trigger: ".receipt-screen:has(button.print):has(.send-receipt-email-input)",
            },
            Offline.setOnlineMode(),
            ReceiptScreen.clickNextOrder(),
            // The next sale takes the first one along to the server
            sellTrailJacket(),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            receiptCode,
            {
                content: "nothing waits",
                trigger: negate(".o_receipt_code_waits"),
            },
        ].flat(),
});

registry.category("web_tour.tours").add("retail_pos_mobile.NoReceiptCode", {
    steps: () =>
        [
            Chrome.startPoS(),
            sellTrailJacket(),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            { content: "no code is shown", trigger: negate(".o_receipt_code") },
        ].flat(),
});
