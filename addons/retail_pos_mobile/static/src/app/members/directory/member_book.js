import { memberMatcher } from "@retail_pos_mobile/app/members/member_search";
import { normalize } from "@web/core/l10n/utils";

const PLAIN = /^[\u4e00-\u9fff]*$/; // nothing to be made equal, which takes most of a search

/**
 * All members in columns, as the server sends them (`retail.till.members`): fifty thousand take a few
 * megabytes, where as many records would take the phone's memory and start.
 */
export class MemberBook {
    constructor() {
        this.columns = { id: [], name: [], pinyin: [], phone: [], cards: [], points: [] };
        this.keys = []; // of names, as they are compared
        this.places = new Map(); // by id
        this.byNumber = new Map(); // places by card number
    }
    get count() {
        return this.places.size;
    }
    /** Take in members; who is there already is replaced. */
    add(columns) {
        const { id: ids, name: names, cards: cardsOf } = columns;
        const places = ids.map((id) => this.places.get(id) ?? this._newPlace(id));
        for (const name of Object.keys(this.columns)) {
            const [to, from] = [this.columns[name], columns[name]];
            places.forEach((place, row) => (to[place] = from[row]));
        }
        places.forEach((place, row) => {
            this.keys[place] = PLAIN.test(names[row]) ? names[row] : normalize(names[row] || "");
            for (const card of cardsOf[row]) {
                this.byNumber.set(card[1], place);
            }
        });
    }
    _newPlace(id) {
        const place = this.columns.id.push(id) - 1;
        this.places.set(id, place);
        return place;
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
        const { pinyin, phone } = this.columns;
        const found = [];
        const member = {};
        for (const place of this.places.values()) {
            member.key = this.keys[place];
            member.name_pinyin = pinyin[place];
            member.phone = phone[place];
            if (matches(member) && found.push(this._row(place)) === limit) {
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
