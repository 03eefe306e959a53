import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as StartSheet from "@retail_pos_mobile/../tests/tours/utils/start_sheet_util";
import { registry } from "@web/core/registry";

const cartShows = (name, amount) => ({
    content: `the cart has a line "${name}" of ${amount}`,
    trigger: `.orderline:contains("${name}"):contains("${amount}")`,
});

registry.category("web_tour.tours").add("retail_pos_mobile.PromotionsTogether", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.searchMember("4567"),
            StartSheet.chooseMember("Li Lei"),
            StartSheet.confirm(),
            ...["Scarf", "Scarf", "Scarf", "Parka"].map((name) =>
                ProductScreen.clickDisplayedProduct(name)
            ),
            ProductScreen.clickReview(),
            cartShows("3 scarves for 2", "30.00"),
            cartShows("Members 10% off", "36.00"),
            cartShows("300 less 40", "40.00"),
            {
                content: "what is saved is told",
                trigger: '.o_total_saved:contains("106.00")',
            },
            { content: "pay", trigger: ".pay-order-button:visible", run: "click" },
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            { content: "unfold the receipt", trigger: ".o_sale_paper summary", run: "click" },
            {
                content: "the receipt names the promotions",
                trigger: '.pos-receipt:contains("3 scarves for 2"):contains("300 less 40")',
            },
        ].flat(),
});
