import { memberMatcher } from "@retail_pos_mobile/app/members/member_search";

/**
 * All members in columns, as the server sends them (`retail.till.members`): fifty thousand take a few
 * megabytes, where as many records would take the phone's memory and start.
 */
export class MemberBook {
    constructor() {
        this.columns = { id: [], name: [], pinyin: [], phone: [], cards: [], points: [] };
        this.places = new Map(); // by id
        this.byNumber = new Map(); // places by card number
    }
    get count() {
        return this.places.size;
    }
    /** Take in members; who is there already is replaced. */
    add(columns) {
        columns.id.forEach((id, row) => {
            const place = this.places.get(id) ?? this.columns.id.length;
            for (const [name, values] of Object.entries(this.columns)) {
                values[place] = columns[name][row];
            }
            this.places.set(id, place);
            for (const [, number] of columns.cards[row]) {
                this.byNumber.set(number, place);
            }
        });
    }
    remove(ids) {
        ids.forEach((id) => this.places.delete(id));
    }
    /** @returns {Object|undefined} what is known of a member */
    get(id) {
        return this.has(id) ? this._row(this.places.get(id)) : undefined;
    }
    has(id) {
        return this.places.has(id);
    }
    /** @returns {Object|undefined} the holder of the card with just this number */
    holderOf(number) {
        const row = this.byNumber.has(number) && this._row(this.byNumber.get(number));
        const isHolder = row && this.has(row.id) && row.cards.some((card) => card[1] === number);
        return isHolder ? row : undefined;
    }
    /** @returns {Object[]} at most `limit` members whom the query may mean */
    find(query, limit) {
        const matches = memberMatcher(query);
        const { name, pinyin, phone } = this.columns;
        const found = [];
        for (const place of this.places.values()) {
            if (
                matches({ name: name[place], name_pinyin: pinyin[place], phone: phone[place] }) &&
                found.push(this._row(place)) === limit
            ) {
                break;
            }
        }
        return found;
    }
    /** @returns {Object} all of it, to be kept and taken in again */
    whole() {
        const places = [...this.places.values()];
        return Object.fromEntries(
            Object.entries(this.columns).map(([name, values]) => [
                name,
                places.map((place) => values[place]),
            ])
        );
    }
    _row(place) {
        return Object.fromEntries(
            Object.entries(this.columns).map(([name, values]) => [name, values[place]])
        );
    }
}
