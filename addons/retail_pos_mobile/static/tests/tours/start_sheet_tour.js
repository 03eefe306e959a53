import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as Goods from "@retail_pos_mobile/../tests/tours/utils/goods_util";
import * as StartSheet from "@retail_pos_mobile/../tests/tours/utils/start_sheet_util";
import { registry } from "@web/core/registry";

const openReceipt = {
    content: "the receipt is shown on demand",
    trigger: ".o_sale_paper summary",
    run: "click",
};

const receiptShows = (text) => ({
    content: `the receipt shows ${text}`,
    trigger: `.pos-receipt:contains("${text}")`,
});

const sellTrailJacket = () => [
    ...Goods.addVariant("Trail Jacket", "Navy, M"),
    ...ProductScreen.clickPayButton(),
    ...PaymentScreen.clickPaymentMethod("Cash"),
    ...PaymentScreen.clickValidate(),
];

registry.category("web_tour.tours").add("retail_pos_mobile.SellToMember", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.isShown(),
            StartSheet.dayIs("Today"),
            StartSheet.hasNoMember(),
            StartSheet.searchMember("4567"),
            StartSheet.chooseMember("Li Lei"),
            StartSheet.memberIs("Li Lei", "138****4567"),
            StartSheet.chooseGuide("Wang Fang"),
            StartSheet.remark("Gift box, please"),
            StartSheet.confirm(),
            StartSheet.isNotShown(),
            StartSheet.barShows("Li Lei", "Wang Fang"),
            sellTrailJacket(),
            ReceiptScreen.isShown(),
            openReceipt,
            receiptShows("Li Lei"),
            receiptShows("138****4567"),
            receiptShows("Guide: Wang Fang"),
            receiptShows("Sale date:"),
            ReceiptScreen.clickNextOrder(),
            // The next sale asks again, and remembers the guide alone
            StartSheet.isShown(),
            StartSheet.hasNoMember(),
            StartSheet.guideIs("Wang Fang"),
        ].flat(),
});

registry.category("web_tour.tours").add("retail_pos_mobile.ClearBasicInformation", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.searchMember("Li L"),
            StartSheet.chooseMember("Li Lei"),
            StartSheet.chooseGuide("Zhao Lei"),
            StartSheet.remark("Gift box, please"),
            StartSheet.clear(),
            StartSheet.hasNoMember(),
            StartSheet.hasNoRemark(),
            // Who is signed in is proposed again; where the company demands a guide, nobody is not enough
            StartSheet.guideIs("Wang Fang"),
            StartSheet.chooseGuide("Wang Fang"),
            StartSheet.hasNoGuide(),
            StartSheet.confirm(),
            StartSheet.asksForGuide(),
            StartSheet.chooseGuide("Wang Fang"),
            // A number that only the server knows
            StartSheet.searchMember("13900139000"),
            StartSheet.chooseMember("Han Meimei"),
            StartSheet.confirm(),
            StartSheet.isNotShown(),
            StartSheet.openFromBar(),
            StartSheet.memberIs("Han Meimei", "139****9000"),
            StartSheet.close(),
        ].flat(),
});

registry.category("web_tour.tours").add("retail_pos_mobile.DateOfYesterday", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.isShown(),
            StartSheet.chooseDay(1),
            StartSheet.confirm(),
            sellTrailJacket(),
            ReceiptScreen.isShown(),
        ].flat(),
});

registry.category("web_tour.tours").add("retail_pos_mobile.PaymentAsksForTheDate", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.isShown(),
            StartSheet.close(),
            ...Goods.addVariant("Trail Jacket", "Navy, S"),
            ...ProductScreen.clickPayButton(false),
            StartSheet.isShown(),
            StartSheet.confirm(),
            PaymentScreen.isShown(),
        ].flat(),
});

registry.category("web_tour.tours").add("retail_pos_mobile.QuickSale", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.isNotShown(),
            StartSheet.barShows("No member", "No guide"),
            sellTrailJacket(),
            ReceiptScreen.isShown(),
        ].flat(),
});
