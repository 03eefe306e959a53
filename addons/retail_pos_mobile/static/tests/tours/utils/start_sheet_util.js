import { negate } from "@point_of_sale/../tests/generic_helpers/utils";

export function isShown() {
    return { content: "the start sheet is shown", trigger: ".o_start_sheet" };
}
export function isNotShown() {
    return { content: "the start sheet is gone", trigger: negate(".o_start_sheet") };
}
export function dayIs(day) {
    return {
        content: `the sale date is ${day}`,
        trigger: `.o_start_sheet .o_start_sheet_day:contains("${day}")`,
    };
}
export function chooseDay(daysBack) {
    return {
        content: `the sale counts to the day ${daysBack} days back`,
        trigger: ".o_start_sheet select.o_start_sheet_day",
        run: ({ anchor }) => {
            anchor.value = anchor.options[daysBack].value;
            anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    };
}
export function searchMember(query) {
    return {
        content: `search the member ${query}`,
        trigger: ".o_start_sheet .o_member_query",
        run: `edit ${query}`,
    };
}
export function chooseMember(name) {
    return {
        content: `choose the member ${name}`,
        trigger: `.o_start_sheet .o_member_result:contains("${name}")`,
        run: "click",
    };
}
export function memberIs(name, phone) {
    return {
        content: `the member is ${name} ${phone}`,
        trigger: `.o_start_sheet .o_member_chosen:contains("${name}"):contains("${phone}")`,
    };
}
export function hasNoMember() {
    return {
        content: "the sale has no member",
        trigger: ".o_start_sheet .o_member_query",
    };
}
export function chooseGuide(name) {
    return {
        content: `choose the guide ${name}`,
        trigger: `.o_start_sheet_guides button:contains("${name}")`,
        run: "click",
    };
}
export function guideIs(name) {
    return {
        content: `the guide is ${name}`,
        trigger: `.o_start_sheet_guides button[aria-pressed=true]:contains("${name}")`,
    };
}
export function hasNoGuide() {
    return {
        content: "no guide is chosen",
        trigger: negate("button[aria-pressed=true]", ".o_start_sheet_guides"),
    };
}
export function asksForGuide() {
    return {
        content: "the sheet stays and asks for the guide",
        trigger: ".o_start_sheet .o_start_sheet_no_guide",
    };
}
export function remark(text) {
    return {
        content: `remark: ${text}`,
        trigger: ".o_start_sheet_remark",
        run: `edit ${text} && press Tab`,
    };
}
export function hasNoRemark() {
    return {
        content: "there is no remark",
        trigger: ".o_start_sheet_remark",
        run: ({ anchor }) => {
            if (anchor.value) {
                throw new Error(`The remark is still "${anchor.value}"`);
            }
        },
    };
}
export function clear() {
    return { content: "clear", trigger: ".o_start_sheet_clear", run: "click" };
}
export function confirm() {
    return { content: "confirm", trigger: ".o_start_sheet_confirm", run: "click" };
}
export function close() {
    return { content: "close", trigger: ".o_start_sheet_close", run: "click" };
}
export function openFromBar() {
    return {
        content: "reopen the sheet from the bar",
        trigger: ".o_basic_information",
        run: "click",
    };
}
export function barShows(member, guide) {
    return {
        content: `the bar shows ${member} and ${guide}`,
        trigger: `.o_basic_information:contains("${member}"):contains("${guide}")`,
    };
}
