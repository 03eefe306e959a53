import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { useDebounced } from "@web/core/utils/timing";

const MAX_RESULTS = 5;
const MIN_SERVER_QUERY = 2;
const TYPING_PAUSE_MS = 300;

/**
 * Finds the member of a sale by phone number, last four digits, card, name or pinyin, or by a scan: on
 * the device at once, then on the server.
 */
export class MemberPicker extends Component {
    static template = "retail_pos_mobile.MemberPicker";
    static props = { order: Object };

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.state = useState({
            ...{ query: "", searching: false },
            ...{ searchedQuery: "", answer: null, failure: "" }, // of the last search
        });
        this.searchServerSoon = useDebounced(() => this.searchServer(), TYPING_PAUSE_MS);
        this.canScan = isBarcodeScannerSupported();
        this.root = useRef("root");
        // Above the keyboard of a small phone there is no room for what stands before the results
        useEffect(
            (isSearching, found) => isSearching && found && this.showResults(),
            () => [Boolean(this.query), this.results.length]
        );
    }
    showResults() {
        const body = this.root.el.closest(".modal-body");
        if (body && body.scrollHeight > body.clientHeight) {
            const { top } = this.root.el.getBoundingClientRect();
            body.scrollBy({ top: top - body.getBoundingClientRect().top });
        }
    }

    get member() {
        return this.props.order.partner_id;
    }
    get query() {
        return this.state.query.trim();
    }
    /** Whom the server found, as soon as it answered; until then those on the device. */
    get results() {
        if (!this.query) {
            return [];
        }
        const { answer, searchedQuery } = this.state;
        return answer && searchedQuery === this.query
            ? answer.map((id) => this.pos.models["res.partner"].get(id)).filter(Boolean)
            : this.pos.findMembersOnDevice(this.query, MAX_RESULTS);
    }
    /** Why those on the device are all that is shown for this query. */
    get failure() {
        return this.query === this.state.searchedQuery ? this.state.failure : "";
    }
    get isNotFound() {
        return this.query && this.query === this.state.searchedQuery && !this.results.length;
    }
    /** The member's balances, such as "120 Points", as far as the device knows them. */
    balances(member) {
        return this.pos
            .getLoyaltyCards(member)
            .filter((card) => card?.program_id?.program_type === "loyalty")
            .map(
                (card) =>
                    `${formatFloat(card.points, { digits: [69, 0] })} ${
                        card.program_id.portal_point_name
                    }`
            );
    }
    /** How many coupons the member may use, as far as the device knows; "" for none. */
    coupons(member) {
        const count = this.pos
            .getLoyaltyCards(member)
            .filter(
                (card) => card?.points > 0 && card.program_id?.program_type === "coupons"
            ).length;
        return count ? (count === 1 ? _t("1 coupon") : _t("%s coupons", count)) : "";
    }

    onInput(ev) {
        this.state.query = ev.target.value;
        this.pos.bringMembers(this.query, MAX_RESULTS);
        if (this.query.length >= MIN_SERVER_QUERY) {
            this.searchServerSoon();
        }
    }
    async searchServer() {
        const { query } = this;
        if (query.length < MIN_SERVER_QUERY) {
            return;
        }
        let answer = null;
        let failure = "";
        this.state.searching = true;
        try {
            if (!this.pos.data.network.offline) {
                answer = await this.pos.findMembersOnServer(query, MAX_RESULTS);
            }
        } catch (error) {
            // Without the server the members on the device are all there is
            failure = errorText(error);
        } finally {
            this.state.searching = false;
        }
        if (query === this.query) {
            // Customers without a card, and members who wait in the outbox: the device alone tells
            const others = this.pos
                .findMembersOnDevice(query, MAX_RESULTS)
                .filter((partner) => !partner.is_member || partner.isNewMember);
            this.state.answer =
                answer && [...answer, ...others].slice(0, MAX_RESULTS).map(({ id }) => id);
            Object.assign(this.state, { searchedQuery: query, failure });
        }
    }
    onEnter() {
        if (this.results.length) {
            this.choose(this.results[0]);
        }
    }
    async choose(member) {
        this.state.query = "";
        await this.pos.chooseMember(member);
    }
    remove() {
        if (this.pos.mayChangeMember(this.props.order)) {
            this.pos.setPartnerToCurrentOrder(false);
        }
    }
    async scan() {
        const code = await scanBarcode(this.env).catch((error) => {
            this.notification.add(error.message, { type: "warning" });
        });
        if (code && !(await this.pos.chooseMemberByCard(code))) {
            this.notification.add(_t("No member has the card %s.", code.slice(0, 40)), {
                type: "warning",
            });
        }
    }
    async addMember() {
        const member = await this.pos.openAddMember(this.query);
        if (member) {
            await this.choose(member);
        }
    }
}
