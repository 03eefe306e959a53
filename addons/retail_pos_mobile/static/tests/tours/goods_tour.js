import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Numpad from "@point_of_sale/../tests/generic_helpers/numpad_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Goods from "@retail_pos_mobile/../tests/tours/utils/goods_util";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("retail_pos_mobile.FindGoods", {
    steps: () =>
        [
            Chrome.startPoS(),
            Goods.cardShows("Trail Jacket", "5 here"),
            Goods.cardShows("City Coat", "4 elsewhere"),
            // By initials, full pinyin, style number; what is not on the phone comes from the server
            Goods.search("cfy"),
            Goods.isShown("Trail Jacket"),
            Goods.isNotShown("City Coat"),
            Goods.search("chongfeng"),
            Goods.isShown("Trail Jacket"),
            Goods.search("CT-7"),
            Goods.isShown("City Coat"),
            Goods.isNotShown("Trail Jacket"),
            Goods.search("HT-9"),
            Goods.isShown("Server Hat"),
            Goods.clearSearch(),
            // Facets, together and away with one tap
            Goods.openFilter(),
            Goods.choose("Alpine"),
            Goods.choose("Navy"),
            Goods.showGoods("Show 1 style"),
            Goods.isShown("Trail Jacket"),
            Goods.isNotShown("City Coat"),
            Goods.clearFilter(),
            Goods.hasNoChips(),
            Goods.isShown("City Coat"),
            // Several variants at once
            Goods.tap("Trail Jacket"),
            Goods.cellShows("Navy, M", "5"),
            Goods.isElsewhere("Black, S"),
            Goods.tapCell("Navy, M"),
            Goods.tapCell("Navy, M"),
            Goods.tapCell("Black, S"),
            Goods.placeHas("Second Store", "3"),
            Goods.add("Add 3"),
            Goods.cardShows("Trail Jacket", "3"),
            ...ProductScreen.clickPayButton(),
            ...PaymentScreen.clickPaymentMethod("Cash"),
            ...PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.clickNextOrder(),
            // Sold, hence off the stock
            Goods.cardShows("Trail Jacket", "2 here"),
        ].flat(),
});

registry.category("web_tour.tours").add("retail_pos_mobile.ScanGoods", {
    steps: () =>
        [
            Chrome.startPoS(),
            scan_barcode("2000000000015"),
            {
                content: "what was added is told",
                trigger: '.o_scan_note_shown:contains("1 in the sale")',
            },
            scan_barcode("2000000000015"),
            {
                content: "and how many there are",
                trigger: '.o_scan_note_shown:contains("2 in the sale")',
            },
            scan_barcode("2000000000039"),
            {
                content: "a code of nothing is told",
                trigger: '.o_notification:contains("No product, member or receipt has this code")',
            },
            scan_barcode("2000000000022"),
            {
                content: "what was archived is told",
                trigger: '.o_notification:contains("was archived")',
            },
            // A package that bears the bar code of another variant
            scan_barcode("2000000000046"),
            {
                content: "two have the code: choose",
                trigger: '.modal .selection-item:contains("Black")',
                run: "click",
            },
            { content: "the chosen one is added", trigger: '.o_scan_note_shown:contains("Black")' },
            // Quantities that make no sense
            ProductScreen.clickReview(),
            ...Numpad.enterValue("1.5"),
            Dialog.is({ title: "Quantity not changed" }),
        ].flat(),
});
