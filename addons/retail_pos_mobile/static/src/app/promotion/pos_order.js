import "@pos_loyalty/app/models/pos_order"; // whose patch does not ask for what was there before
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { patch } from "@web/core/utils/patch";
import { evaluate } from "./engine";
import { fromUnits, returnedShare, toUnits } from "./money";

const { DateTime } = luxon;

patch(PosOrder.prototype, {
    // What the engine is told

    /** The programmes that the engine works out; the others are Odoo's. */
    get promotionPrograms() {
        return this.models["loyalty.program"].filter(
            (program) =>
                program._promotion &&
                !(program.limit_usage && program.total_order_count >= program.max_usage) &&
                (!program.pricelist_ids.length ||
                    program.pricelist_ids.some(({ id }) => id === this.pricelist_id?.id))
        );
    },
    get hasPromotions() {
        return Boolean(
            this.promotionPrograms.length ||
            this.promotionLines.length ||
            this.lines.some((line) => line.refunded_orderline_id?.promotion_shares)
        );
    },
    get promotionLines() {
        return this.lines.filter((line) => line.isPromotion);
    },
    get promotionGoods() {
        const noGoods = this.config._no_promotion_product_ids || [];
        return this.lines.filter(
            (line) =>
                !line.is_reward_line &&
                !line.refunded_orderline_id &&
                !line.refilled_card &&
                !line.sale_order_origin_id && // its price was agreed before
                !noGoods.includes(line.product_id.id)
        );
    },
    get promotionTime() {
        const day = this.business_date || this.config.storeToday();
        const now = DateTime.now().setZone(this.config._store_tz);
        return `${day.toISODate()}T${now.toFormat("HH:mm")}`;
    },
    /** Programme id → points that the member wants to spend; none on a sale from before an update. */
    get promotionPoints() {
        return this.uiState.promotionPoints || {};
    },
    getPromotionClaims() {
        const claims = this._code_activated_coupon_ids.map((coupon) => ({
            programme: coupon.program_id.id,
            coupon: coupon.id,
            expires: coupon.expiration_date?.toISODate?.() || null,
        }));
        for (const ruleId of this.uiState.codeActivatedProgramRules) {
            const rule = this.models["loyalty.rule"].get(ruleId);
            claims.push({ programme: rule?.program_id.id });
        }
        for (const [id, points] of Object.entries(this.promotionPoints)) {
            const card = this.getMemberCardOf(Number(id));
            claims.push({
                programme: Number(id),
                coupon: card?.id,
                points: Math.min(points, card?.points || 0),
            });
        }
        return claims;
    },
    getMemberCardOf(programId) {
        const partnerId = this.partner_id?.id;
        return this.models["loyalty.card"].find(
            (card) =>
                card.id > 0 &&
                card.partner_id?.id === partnerId &&
                card.program_id?.id === programId
        );
    },
    getPromotionCart() {
        const claims = this.getPromotionClaims();
        const partner = this.partner_id;
        const isMember = partner?.is_member || claims.some((claim) => claim.points);
        return {
            moment: this.promotionTime,
            member: partner && isMember ? { level: partner.raw.member_card_type_id || null } : null,
            claims,
            lines: this.promotionGoods.map((line) => ({
                id: line.uuid,
                product: line.product_id.id,
                qty: line.getQuantity(),
                amount: toUnits(line.prices.total_included, this.currency.rounding),
            })),
        };
    },

    // What it gives, as lines of the order

    /** @returns {boolean} whether the lines of promotions changed */
    applyPromotions() {
        if (this.finalized || !this.hasPromotions) {
            return false;
        }
        const cart = this.getPromotionCart();
        const wanted = [...this.givenPromotions(cart), ...this.takenBackPromotions()];
        const present = this.promotionLines;
        const keyOf = (line) => line.reward_identifier_code;
        if (wanted.map(keyOf).sort().join() === present.map(keyOf).sort().join()) {
            return false;
        }
        this.promotion_moment = cart.moment;
        present.forEach((line) => line.delete());
        wanted.forEach((values) => this.addPromotionLine(values));
        return true;
    },
    givenPromotions(cart) {
        const programmes = this.promotionPrograms
            .filter((program) => !this.isPromotionSwitchedOff(program))
            .map((program) => program._promotion);
        const lines = Object.fromEntries(this.lines.map((line) => [line.uuid, line]));
        return evaluate(cart, programmes).applied.flatMap((each) => {
            const shares = Object.entries(each.shares).map(([uuid, units]) => [lines[uuid], units]);
            const values = this.promotionLinesByTax(each.programme, shares, -1);
            if (values.length && each.coupon > 0) {
                const program = this.models["loyalty.program"].get(each.programme);
                values[0].points_cost = each.points || program.reward_ids[0].required_points;
                values.forEach((line) => {
                    line.coupon_id = this.models["loyalty.card"].get(each.coupon);
                });
            }
            return values;
        });
    },
    /** What promotions had given on the goods that come back: their price was not paid in full. */
    takenBackPromotions() {
        const shares = {};
        const back = {};
        for (const line of this.lines) {
            const sold = line.refunded_orderline_id;
            if (!sold || !(line.qty < 0) || !sold.promotion_shares) {
                continue;
            }
            const here = this.lines
                .filter((each) => each.refunded_orderline_id === sold)
                .reduce((sum, each) => sum - each.qty, 0);
            const before = sold.refundedQty - here + (back[sold.uuid] || 0);
            back[sold.uuid] = (back[sold.uuid] || 0) - line.qty;
            for (const { program, amount } of JSON.parse(sold.promotion_shares)) {
                const given = toUnits(amount, this.currency.rounding);
                const units = returnedShare(given, sold.qty, before, -line.qty);
                (shares[program] ||= []).push([line, units]);
            }
        }
        return Object.entries(shares).flatMap(([program, each]) =>
            this.promotionLinesByTax(Number(program), each, 1)
        );
    },
    /** One line for each promotion and tax, so that each tax is worked out on what was paid. */
    promotionLinesByTax(programId, shares, sign) {
        const program = this.models["loyalty.program"].get(programId);
        const reward = program?.reward_ids[0];
        if (!reward?.discount_line_product_id) {
            return []; // archived meanwhile
        }
        const byTax = {};
        for (const [line, units] of shares) {
            const taxes = line.tax_ids.filter((tax) => tax.amount_type !== "fixed");
            const key = taxes.map((tax) => tax.id).join("-");
            byTax[key] ||= { taxes, units: 0 };
            byTax[key].units += units;
        }
        return Object.entries(byTax)
            .filter(([, { units }]) => units)
            .map(([key, { taxes, units }]) => ({
                reward_id: reward,
                tax_ids: taxes,
                price_unit: this.promotionPrice(reward, taxes, sign * units),
                // Says all that matters: lines are made anew only when it changes
                reward_identifier_code: `promotion-${programId}-${key}-${sign * units}`,
            }));
    },
    promotionPrice(reward, taxes, units) {
        const amount = fromUnits(units, this.currency.rounding);
        if (taxes.every((tax) => tax.price_include)) {
            return amount;
        }
        return reward.discount_line_product_id.getTaxDetails({
            overridedValues: { tax_ids: taxes, price_unit: amount, special_mode: "total_included" },
        }).total_excluded;
    },
    addPromotionLine({ tax_ids, reward_id, ...values }) {
        const line = this.models["pos.order.line"].create({
            ...values,
            order_id: this,
            product_id: reward_id.discount_line_product_id,
            qty: 1,
            reward_id,
            is_reward_line: true,
            price_type: "manual",
            tax_ids: tax_ids.map((tax) => ["link", tax]),
        });
        line.setFullProductName();
        return line;
    },
    /** The cashier removed its line, natively: it stays away until it is claimed again. */
    isPromotionSwitchedOff(program) {
        return program.reward_ids.some((reward) => this.uiState.disabledRewards.has(reward.id));
    },
    // Where Odoo works rewards out itself

    _programIsApplicable(program) {
        // Points are earned as Odoo does it, only spending them is the engine's
        if (program._promotion && program._promotion.kind !== "points") {
            return false;
        }
        return super._programIsApplicable(...arguments);
    },
    _get_reward_lines() {
        const lines = super._get_reward_lines();
        return lines?.filter(
            (line) => !line.isPromotion || (line.coupon_id && !this.leavesPromotionsAlone)
        );
    },
    _updateRewardLines() {
        this.leavesPromotionsAlone = true;
        try {
            return super._updateRewardLines();
        } finally {
            this.leavesPromotionsAlone = false;
        }
    },
    _getGlobalDiscountLines() {
        return super._getGlobalDiscountLines().filter((line) => !line.isPromotion);
    },
    /** Offers natively what the engine gives on a claim only: points, and what was switched off. */
    getClaimableRewards(coupon_id = false, program_id = false, auto = false) {
        const native = super
            .getClaimableRewards(...arguments)
            .filter(({ reward }) => !reward.program_id._promotion);
        return auto || coupon_id || program_id
            ? native
            : [...native, ...this.claimablePromotions()];
    },
    claimablePromotions() {
        return this.promotionPrograms
            .filter((program) => {
                const points = program._promotion.kind === "points";
                const balance = points ? this.getMemberCardOf(program.id)?.points : 0;
                const isOpen = points && !this.promotionPoints[program.id];
                return (
                    this.isPromotionSwitchedOff(program) ||
                    (isOpen && balance >= program._promotion.block_points)
                );
            })
            .map((program) => ({
                reward: program.reward_ids[0],
                coupon_id: this.getMemberCardOf(program.id)?.id,
            }));
    },
    _applyReward(reward) {
        const program = reward.program_id;
        if (!program._promotion) {
            return super._applyReward(...arguments);
        }
        this.uiState.disabledRewards.delete(reward.id);
        if (program._promotion.kind === "points") {
            this.uiState.promotionPoints = {
                ...this.promotionPoints,
                [program.id]: this.getMemberCardOf(program.id)?.points,
            };
        }
        this.applyPromotions();
        return true;
    },
    _resetPrograms() {
        this.uiState.promotionPoints = {};
        super._resetPrograms();
    },
    setPartner(partner) {
        const before = this.getPartner();
        super.setPartner(...arguments);
        if (before !== this.getPartner()) {
            this.uiState.promotionPoints = {};
        }
    },

    serializeForORM(opts = {}) {
        const data = super.serializeForORM(opts);
        if (this.uiState.couponData) {
            data.coupon_data = this.uiState.couponData;
        }
        return data;
    },
});
