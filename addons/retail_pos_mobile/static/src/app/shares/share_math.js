export const WHOLE = 100;
export const STEP = 5;

/**
 * Split a sale evenly among several guides in whole percents; the first takes what is left over.
 *
 * @returns {number[]} together 100
 */
export function evenShares(count) {
    const part = Math.floor(WHOLE / count);
    return Array.from({ length: count }, (_, index) => (index ? part : WHOLE - part * (count - 1)));
}

/**
 * Change one share by a step that the main guide's takes or gives; nobody is left with nothing.
 *
 * @returns {{main: number, other: number}} unchanged where the step is not possible
 */
export function shifted({ main, other }, step) {
    const isPossible = other + step >= STEP && main - step >= STEP;
    return isPossible ? { main: main - step, other: other + step } : { main, other };
}
