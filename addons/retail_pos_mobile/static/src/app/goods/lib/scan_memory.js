const OUT_OF_SIGHT_MS = 1500;

/**
 * A camera sees a code as long as it is held there. It counts once: the same code again only after
 * it was out of sight.
 */
export class ScanMemory {
    constructor() {
        this.code = null;
        this.seenAt = 0;
    }
    /** @returns {boolean} whether this is another scan */
    isNew(code, now) {
        const isSame = code === this.code && now - this.seenAt < OUT_OF_SIGHT_MS;
        this.code = code;
        this.seenAt = now;
        return !isSame;
    }
}
