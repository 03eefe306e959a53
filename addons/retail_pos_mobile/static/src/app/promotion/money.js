/**
 * Whole amounts of money: the engine counts in the smallest unit that a currency has. The functions
 * are those of lib/promotion/money.py, where they are explained, and give the same results.
 */

export function toUnits(amount, rounding) {
    const units = Math.floor(Math.abs(amount) / rounding + 0.5);
    return amount >= 0 ? units : -units || 0;
}

export function fromUnits(units, rounding) {
    return Number((units * rounding).toFixed(6));
}

/** amount * numerator / denominator, half up; whole numbers whose product may pass 2^53. */
export function part(amount, numerator, denominator) {
    const [a, n, d] = [BigInt(amount), BigInt(numerator), BigInt(denominator)];
    return Number((2n * a * n + d) / (2n * d));
}

export function allocate(total, weights) {
    const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
    if (!whole) {
        return weights.map(() => 0);
    }
    const products = weights.map((weight) => BigInt(total) * BigInt(weight));
    const shares = products.map((product) => Number(product / whole));
    const rest = total - shares.reduce((sum, share) => sum + share, 0);
    const byRemainder = products
        .map((product, index) => ({ remainder: product % whole, index }))
        .sort((a, b) =>
            a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1
        );
    for (const { index } of byRemainder.slice(0, rest)) {
        shares[index] += 1;
    }
    return shares;
}

export function returnedShare(amount, quantity, returnedBefore, returnedNow) {
    const whole = thousandths(quantity);
    if (whole <= 0) {
        return 0;
    }
    const before = Math.min(Math.max(thousandths(returnedBefore), 0), whole);
    const after = Math.min(before + Math.max(thousandths(returnedNow), 0), whole);
    return part(amount, after, whole) - part(amount, before, whole);
}

function thousandths(quantity) {
    return Math.floor(quantity * 1000 + 0.5);
}
