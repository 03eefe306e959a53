import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { isNumberQuery, memberMatcher } from "@retail_pos_mobile/app/members/member_search";
import { patch } from "@web/core/utils/patch";

/** The till holds masks of numbers, e-mails and addresses: what is typed whole is in none of them. */
patch(PartnerList.prototype, {
    setup() {
        super.setup(...arguments);
        this.foundByServer = {};
    },
    async getNewPartners() {
        const { query } = this.state;
        const found = await super.getNewPartners(...arguments);
        const known = (this.foundByServer[query] ||= new Set());
        found.forEach(({ id }) => known.add(id));
        return found;
    },
    /** @override With those whom the server found by it, and whose masked number it may be. */
    getPartners(partners) {
        const { query } = this.state;
        const matching = super.getPartners(...arguments);
        if (!query) {
            return matching;
        }
        const isNumberOf = isNumberQuery(query) ? memberMatcher(query) : () => false;
        const others = partners.filter(
            (partner) => this.foundByServer[query]?.has(partner.id) || isNumberOf(partner)
        );
        return [...new Set([...matching, ...others])];
    },
});
