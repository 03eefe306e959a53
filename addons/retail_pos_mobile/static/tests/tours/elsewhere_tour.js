import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as StartSheet from "@retail_pos_mobile/../tests/tours/utils/start_sheet_util";
import { negate } from "@point_of_sale/../tests/generic_helpers/utils";
import { registry } from "@web/core/registry";

const click = (content, trigger) => ({ content, trigger, run: "click" });
const shows = (content, trigger) => ({ content, trigger });

registry.category("web_tour.tours").add("retail_pos_mobile.SellFromElsewhere", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.searchMember("Customer"),
            StartSheet.chooseMember("Customer"),
            StartSheet.confirm(),
            // One from here; its page tells where there are more
            ProductScreen.clickInfoProduct("Jacket", [
                click("look elsewhere", ".o_open_elsewhere"),
                click(
                    "ask store B for a transfer",
                    ".o_elsewhere_sheet_row:contains(Store B) [data-action=transfer]"
                ),
                shows("ten are there", ".o_ask_sheet:contains(10 to spare)"),
                click("hold one", ".o_ask_sheet_hold:enabled"),
                shows("the sheet is gone", negate(".o_ask_sheet")),
                shows("the cart tells", ".orderline:contains(comes from Store B)"),
            ]),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash SSA"),
            PaymentScreen.clickValidate(),
            shows("the receipt has the code", ".pos-receipt .o_receipt_pickup"),
        ].flat(),
});

registry.category("web_tour.tours").add("retail_pos_mobile.HandOutByCode", {
    steps: () =>
        [
            Chrome.startPoS(),
            StartSheet.confirm(),
            click("go to Me", ".o_shell_section[data-section=me]"),
            click("open the hand-outs", "[data-tile=hand_outs]"),
            click("see what comes from elsewhere", "[data-tab=ours]"),
            click("open what was sent", ".o_hand_outs_row:contains(Sent)"),
            shows("it was sent", "[data-step=sent][data-done=done]"),
            click("it has arrived", ".o_fulfilment_primary:contains(Arrived)"),
            shows("it is ready", "[data-tab=pickup]:contains(1)"),
            click("go to the pick-ups", "[data-tab=pickup]"),
            {
                content: "type a wrong code",
                trigger: ".o_hand_outs_code",
                run: "edit 654321",
            },
            click("find it", ".o_hand_outs_find"),
            shows("there is none", ".o_hand_outs_error:contains(Nothing here)"),
            {
                content: "type the customer's code",
                trigger: ".o_hand_outs_code",
                run: "edit 123 456",
            },
            click("find it", ".o_hand_outs_find"),
            shows("it is the customer's", ".o_pickup:contains(Customer)"),
            click("hand it out", ".o_pickup_hand_out:enabled"),
            shows("nobody is waited for", ".o_hand_outs_empty"),
            // The other piece was refused
            click("go to what comes from elsewhere", "[data-tab=ours]"),
            click("open what was refused", ".o_hand_outs_row:contains(Refused)"),
            shows("it tells why", ".o_fulfilment_detail:contains(Torn)"),
            click("give the money back", ".o_fulfilment_primary:contains(Give back)"),
            PaymentScreen.clickPaymentMethod("Cash SSA"),
            PaymentScreen.clickValidate(),
            shows("the refund is done", ".receipt-screen"),
        ].flat(),
});
