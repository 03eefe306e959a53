import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { findMembers, memberDomain } from "@retail_pos_mobile/app/utils/member_search";
import { ConnectionLostError } from "@web/core/network/rpc";
import { formatFloat } from "@web/core/utils/numbers";
import { useDebounced } from "@web/core/utils/timing";

const MAX_RESULTS = 5;
const MIN_SERVER_QUERY = 2;
const TYPING_PAUSE_MS = 300;

/** Finds the member of a sale by phone number, card or name: on the device at once, then on the server. */
export class MemberPicker extends Component {
    static template = "retail_pos_mobile.MemberPicker";
    static props = { order: Object };

    setup() {
        this.pos = usePos();
        this.state = useState({ query: "", searching: false, searchedQuery: "" });
        this.searchServerSoon = useDebounced(() => this.searchServer(), TYPING_PAUSE_MS);
    }

    get member() {
        return this.props.order.partner_id;
    }
    get query() {
        return this.state.query.trim();
    }
    get results() {
        return this.query
            ? findMembers(this.pos.models["res.partner"].getAll(), this.query, MAX_RESULTS)
            : [];
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

    onInput(ev) {
        this.state.query = ev.target.value;
        if (this.query.length >= MIN_SERVER_QUERY) {
            this.searchServerSoon();
        }
    }
    async searchServer() {
        const { query } = this;
        if (this.pos.data.network.offline || query.length < MIN_SERVER_QUERY) {
            this.state.searchedQuery = query;
            return;
        }
        this.state.searching = true;
        try {
            const { "res.partner": members } = await this.pos.data.callRelated(
                "res.partner",
                "get_new_partner",
                [this.pos.config.id, memberDomain(query), 0]
            );
            await this.pos.loadLoyaltyCardsOf(members);
        } catch (error) {
            // Without the server the members on the device are all there is
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        } finally {
            this.state.searching = false;
            this.state.searchedQuery = query;
        }
    }
    onEnter() {
        if (this.results.length) {
            this.choose(this.results[0]);
        }
    }
    choose(member) {
        this.pos.setPartnerToCurrentOrder(member);
        this.state.query = "";
        this.pos.loadLoyaltyCardsOf([member]);
    }
    remove() {
        this.pos.setPartnerToCurrentOrder(false);
    }
    async addMember() {
        const member = await this.pos.editPartner();
        if (member) {
            this.choose(member);
        }
    }
}
