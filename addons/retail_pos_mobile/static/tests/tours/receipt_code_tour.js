/* global posmodel */

import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import { negate } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductConfigurator from "@point_of_sale/../tests/pos/tours/utils/product_configurator_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as Goods from "@retail_pos_mobile/../tests/tours/utils/goods_util";
import { registry } from "@web/core/registry";

const receiptCode = {
    content: "the code of the e-receipt is shown, to scan",
    trigger: '.o_receipt_code:contains("Scan for your e-receipt") img[src^="data:image/svg+xml"]',
};

const payCash = () => [
    ...ProductScreen.clickPayButton(),
    ...PaymentScreen.clickPaymentMethod("Cash"),
];
const sellTrailJacket = () => [...Goods.addVariant("Trail Jacket", "Navy, M"), ...payCash()];

const tap = (content, trigger) => ({ content, trigger, run: "click" });

const rateWith = (word) => [
    tap("the customer is asked for a rating", ".o_rate"),
    tap("four stars", ".o_rating_stars button:nth-child(4)"),
    { content: "a word", trigger: ".o_rating_feedback", run: `edit ${word}` },
    tap("it is sent", ".o_rating_send"),
    { content: "and thanked for", trigger: ".o_rating_thanks" },
];

const showReceiptList = () => ({
    content: "the receipts are opened",
    trigger: "body",
    run: () => posmodel.navigate("ReceiptListScreen"),
});

registry.category("web_tour.tours").add("retail_pos_mobile.ReceiptCode", {
    steps: () =>
        [
            Chrome.startPoS(),
            sellTrailJacket(),
            {
                content: "goods and guide are seen once more before the payment",
                trigger: ".o_settle_check:has(.o_settle_guide):contains('Trail Jacket')",
            },
            tap("the customer gives a round note", ".o_settle_cash button:contains('600')"),
            PaymentScreen.changeIs("1.00"),
            Offline.setOfflineMode(),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            {
                content: "the lost connection is told in passing, not over the finished sale",
                trigger: ".o_notification:contains('No connection')",
            },
            { content: "no dialog asks for a tap", trigger: negate(".modal") },
            receiptCode,
            {
                content: "the customer is told that the receipt waits for the connection",
                trigger: ".o_receipt_code_waits",
            },
            tap("sending by e-mail remains", ".receipt-screen:has(button.print) .o_sale_mail"),
            { content: "the address is asked for", trigger: ".send-receipt-email-input" },
            rateWith("Kind"),
            ReceiptScreen.clickNextOrder(),
            showReceiptList(),
            {
                content: "today's list is there without a connection",
                trigger: ".o_receipts:has(.o_receipts_offline) .o_receipt_row:contains('to send')",
            },
            tap("its detail is too", ".o_receipt_row"),
            { content: "with the number", trigger: ".o_receipt_paper .o_receipt_number" },
            Offline.setOnlineMode(),
            tap("back to the list", ".o_receipt_detail_back"),
            tap("back to the sale", ".o_shell_bar [data-section=sell]"),
            // The next sale takes the first one along to the server
            sellTrailJacket(),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            receiptCode,
            {
                content: "nothing waits",
                trigger: negate(".o_receipt_code_waits"),
            },
            {
                content: "the first one, which the outbox sends, has arrived too",
                trigger: "body",
                run: async () => {
                    while (posmodel.outbox.waiting.length) {
                        await new Promise((resolve) => setTimeout(resolve, 100));
                    }
                },
            },
        ].flat(),
});

registry.category("web_tour.tours").add("retail_pos_mobile.NoReceiptCode", {
    steps: () =>
        [
            Chrome.startPoS(),
            // A till that is no store's asks natively for colour and size
            ProductScreen.clickDisplayedProduct("Trail Jacket"),
            ProductConfigurator.pickRadio("Navy"),
            ProductConfigurator.pickRadio("M"),
            Dialog.confirm("Add"),
            payCash(),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            { content: "no code is shown", trigger: negate(".o_receipt_code") },
        ].flat(),
});
