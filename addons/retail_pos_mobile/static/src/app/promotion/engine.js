/**
 * What the promotions of a shop give on one cart, and to which goods. This is lib/promotion/engine.py
 * in the phone's language, function by function; the input and the result are described there. Both are
 * held together by tests/promotion_cases.json and by random carts: change them together.
 */
import { allocate, part } from "./money.js";

const MAX_PIECES = 1000;
const WHOLE = 10000;
const ALWAYS_LAST = "points";

export function evaluate(cart, programmes) {
    const sale = new Sale(cart);
    const applied = [];
    const skipped = [];
    for (const programme of [...programmes].sort(byRank)) {
        const [reason, found] = tryProgramme(programme, sale);
        if (reason) {
            skipped.push({ programme: programme.id, reason });
        } else {
            applied.push(sale.take(programme, found));
        }
    }
    return {
        applied,
        skipped,
        lines: sale.linesAfter(),
        discount: sumOf(applied.map((each) => each.amount)),
    };
}

function byRank(a, b) {
    return (
        (a.kind === ALWAYS_LAST) - (b.kind === ALWAYS_LAST) ||
        (a.sequence || 0) - (b.sequence || 0) ||
        a.id - b.id
    );
}

function tryProgramme(programme, sale) {
    const claim = sale.claimOf(programme);
    const reason = closed(programme, sale, claim);
    if (reason) {
        return [reason, null];
    }
    const found = KINDS[programme.kind](programme, sale, claim);
    if (typeof found === "string") {
        return [found, null];
    }
    if (!sumOf(found.discounts)) {
        return ["nothing", null];
    }
    return [null, { points: 0, coupon: claim?.coupon ?? null, ...found }];
}

function closed(programme, sale, claim) {
    if (programme.from && sale.day < programme.from) {
        return "not_yet";
    }
    if (programme.to && sale.day > programme.to) {
        return "expired";
    }
    if (programme.weekdays && !programme.weekdays.includes(sale.weekday)) {
        return "hours";
    }
    if (programme.minutes) {
        const [start, end] = programme.minutes;
        if (sale.minute < start || sale.minute >= end) {
            return "hours";
        }
    }
    if (programme.members_only && !sale.member) {
        return "members";
    }
    if (programme.levels && !(sale.member && programme.levels.includes(sale.member.level))) {
        return "members";
    }
    if (programme.claim && !claim) {
        return "unclaimed";
    }
    if (claim?.expires && sale.day > claim.expires) {
        return "expired";
    }
    if (programme.group_scope === "sale" && sale.groups.has(programme.group)) {
        return "excluded";
    }
    return null;
}

class Sale {
    constructor(cart) {
        const moment = cart.moment;
        this.day = moment.slice(0, 10);
        this.minute = Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16));
        this.weekday = (new Date(`${this.day}T00:00:00Z`).getUTCDay() + 6) % 7;
        this.member = cart.member;
        this.claims = cart.claims || [];
        this.groups = new Set();
        this.lines = [...cart.lines].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
        this.pieces = this.lines.flatMap((line, index) =>
            line.qty > 0 && line.amount > 0 ? piecesOf(index, line) : []
        );
    }

    claimOf(programme) {
        return this.claims.find((claim) => claim.programme === programme.id) || null;
    }

    openPieces(programme, products) {
        const group = programme.group ?? null;
        const alone = programme.combinable === false;
        return this.pieces.filter(
            (piece) =>
                piece.left > 0 &&
                (!products || products.includes(piece.product)) &&
                !piece.closed &&
                !(alone && piece.taken) &&
                !(group !== null && piece.groups.has(group))
        );
    }

    take(programme, found) {
        const group = programme.group ?? null;
        const shares = {};
        found.discounted.forEach((piece, index) => {
            const discount = found.discounts[index];
            piece.left -= discount;
            if (discount) {
                const lineId = this.lines[piece.line].id;
                shares[lineId] = (shares[lineId] || 0) + discount;
            }
        });
        for (const piece of [...found.discounted, ...found.counted]) {
            piece.taken = true;
            piece.closed = piece.closed || programme.combinable === false;
            if (group !== null) {
                piece.groups.add(group);
            }
        }
        if (group !== null) {
            this.groups.add(group);
        }
        return {
            programme: programme.id,
            amount: sumOf(found.discounts),
            times: found.times,
            points: found.points,
            coupon: found.coupon,
            shares,
        };
    }

    linesAfter() {
        const discounts = this.lines.map(() => 0);
        for (const piece of this.pieces) {
            discounts[piece.line] += piece.price - piece.left;
        }
        return this.lines.map((line, index) => ({
            id: line.id,
            discount: discounts[index],
            amount: line.amount - discounts[index],
        }));
    }
}

function piecesOf(index, line) {
    const whole = line.qty === Math.floor(line.qty);
    const single = whole && line.qty <= MAX_PIECES;
    const prices = single ? allocate(line.amount, Array(line.qty).fill(1)) : [line.amount];
    return prices.map((price) => ({
        line: index,
        product: line.product,
        price,
        left: price,
        count: single || !whole ? 1 : line.qty,
        single,
        taken: false,
        closed: false,
        groups: new Set(),
    }));
}

function threshold(programme, sale) {
    const counted = sale.openPieces(programme, programme.products);
    const [amount, qty] = [leftOf(counted), countOf(counted)];
    const reached = programme.tiers.filter((tier) => timesOf(tier, amount, qty));
    if (!reached.length) {
        return "threshold";
    }
    const tier = reached.reduce((best, each) => (isHigher(each, best) ? each : best));
    const targets = programme.targets ? sale.openPieces(programme, programme.targets) : counted;
    const base = leftOf(targets);
    const times = programme.every ? limited(programme, timesOf(tier, amount, qty)) : 1;
    let discount = (tier.amount || 0) * times || part(base, basisPoints(tier), WHOLE);
    discount = Math.min(discount, tier.max ?? Infinity, base);
    return {
        discounted: targets,
        discounts: allocate(
            discount,
            targets.map((piece) => piece.left)
        ),
        counted,
        times,
    };
}

function isHigher(tier, other) {
    const difference = (tier.min_amount || 0) - (other.min_amount || 0);
    return difference > 0 || (!difference && (tier.min_qty || 0) > (other.min_qty || 0));
}

function setOfGoods(programme, sale) {
    const queues = programme.components.map((each) =>
        sale
            .openPieces(programme, each.products)
            .filter((piece) => piece.single)
            .sort((a, b) => b.left - a.left)
    );
    const found = { discounted: [], discounts: [], counted: [], times: 0 };
    const used = new Set();
    while (!programme.limit || found.times < programme.limit) {
        const pieces = nextSet(programme.components, queues, used);
        const discount = pieces.length ? setDiscount(programme.reward, pieces) : 0;
        if (discount <= 0) {
            break;
        }
        found.discounted.push(...pieces);
        found.discounts.push(
            ...allocate(
                discount,
                pieces.map((piece) => piece.left)
            )
        );
        found.times += 1;
    }
    return found.times ? found : "threshold";
}

function nextSet(components, queues, used) {
    const pieces = new Set();
    for (const [index, component] of components.entries()) {
        const wanted = pieces.size + component.qty;
        for (const piece of queues[index]) {
            if (pieces.size === wanted) {
                break;
            }
            if (!used.has(piece)) {
                pieces.add(piece);
            }
        }
        if (pieces.size < wanted) {
            return [];
        }
    }
    pieces.forEach((piece) => used.add(piece));
    return [...pieces];
}

function setDiscount(reward, pieces) {
    let prices = pieces.map((piece) => piece.left);
    if (reward.price !== undefined && reward.price !== null) {
        return sumOf(prices) - reward.price;
    }
    if (reward.amount) {
        return Math.min(reward.amount, sumOf(prices));
    }
    if (reward.cheapest) {
        prices = prices.sort((a, b) => a - b).slice(0, reward.cheapest);
    }
    return part(sumOf(prices), basisPoints(reward), WHOLE);
}

function gift(programme, sale) {
    const counted = sale.openPieces(programme, programme.products);
    const gifts = sale
        .openPieces(programme, programme.gifts)
        .filter((piece) => piece.single)
        .sort((a, b) => a.left - b.left);
    for (let number = gifts.length; number > 0; number--) {
        const given = gifts.slice(0, number);
        const others = counted.filter((piece) => !given.includes(piece));
        let times = timesOf(programme, leftOf(others), countOf(others));
        times = programme.every ? limited(programme, times) : Math.min(times, 1);
        if (times * programme.gift_qty >= number) {
            const discounts = given.map((piece) => piece.left);
            return { discounted: given, discounts, counted: others, times };
        }
    }
    const reached = timesOf(programme, leftOf(counted), countOf(counted));
    return reached && !gifts.length ? "gift_missing" : "threshold";
}

function points(programme, sale, claim) {
    if (!sale.member) {
        return "members";
    }
    const pieces = sale.openPieces(programme, programme.products);
    const base = leftOf(pieces);
    const limit = programme.max_percent ?? null;
    const payable =
        limit === null ? base : Number((BigInt(base) * BigInt(clamp(limit))) / BigInt(WHOLE));
    const blocks = Math.min(
        Math.floor(Math.max(claim.points || 0, 0) / programme.block_points),
        Math.floor(payable / programme.block_value)
    );
    return {
        discounted: pieces,
        discounts: allocate(
            blocks * programme.block_value,
            pieces.map((piece) => piece.left)
        ),
        counted: [],
        times: 1,
        points: blocks * programme.block_points,
    };
}

const KINDS = { threshold, set: setOfGoods, gift, points };

function timesOf(condition, amount, qty) {
    const times = [];
    if (condition.min_amount) {
        times.push(Math.floor(amount / condition.min_amount));
    }
    if (condition.min_qty) {
        times.push(Math.floor(qty / condition.min_qty));
    }
    return times.length ? Math.min(...times) : Number(amount > 0);
}

function limited(programme, times) {
    return programme.limit ? Math.min(times, programme.limit) : times;
}

function sumOf(numbers) {
    return numbers.reduce((sum, number) => sum + number, 0);
}

function leftOf(pieces) {
    return sumOf(pieces.map((piece) => piece.left));
}

function countOf(pieces) {
    return sumOf(pieces.map((piece) => piece.count));
}

function basisPoints(reward) {
    return clamp(reward.percent || 0);
}

function clamp(percent) {
    return Math.min(Math.max(Math.floor(percent * 100 + 0.5), 0), WHOLE);
}
