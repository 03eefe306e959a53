import { done, openDatabase } from "@retail_pos_mobile/app/outbox/database";

const TABLE = "drafts";

/** Rounds that were begun on this phone, with their pictures, which localStorage has no room for. */
export class InspectionDrafts {
    /** @param {string} name of the database */
    constructor(name) {
        this.name = name;
    }
    async table(mode) {
        this.database ||= await openDatabase(this.name, {
            table: TABLE,
            onGone: () => (this.database = null),
        });
        return this.database.transaction(TABLE, mode).objectStore(TABLE);
    }
    /** @returns {Promise<Object|undefined>} the answers {point id: answer} of a round */
    async get(key) {
        return done((await this.table("readonly")).get(key));
    }
    async put(key, answers) {
        return done((await this.table("readwrite")).put(answers, key));
    }
    async remove(key) {
        return done((await this.table("readwrite")).delete(key));
    }
}
