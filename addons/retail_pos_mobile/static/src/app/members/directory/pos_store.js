import "@retail_pos_mobile/app/members/pos_store"; // whose methods are made to know more here
import { markRaw } from "@odoo/owl";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { MemberDirectory } from "@retail_pos_mobile/app/members/directory/member_directory";
import { normalCardNumber } from "@retail_pos_mobile/app/members/member_search";
import { browser } from "@web/core/browser/browser";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const AFTER_START_MS = 8000; // the first page and the goods come first
const EVERY_MS = 5 * 60_000;

// All members are found on the phone: of the columns a record is made when somebody is looked for.
patch(PosStore.prototype, {
    async afterProcessServerData() {
        if (this.config._is_store) {
            this.memberDirectory = markRaw(new MemberDirectory(this.config.id));
            this.openMemberDirectory();
        }
        return super.afterProcessServerData(...arguments);
    },
    async openMemberDirectory() {
        try {
            await this.memberDirectory.open();
        } catch (error) {
            console.warn("The members on this phone cannot be read", error);
            this.memberDirectory.begin();
        }
        browser.setTimeout(() => this.refreshMemberDirectory(), AFTER_START_MS);
        browser.setInterval(() => this.refreshMemberDirectory(), EVERY_MS);
        browser.addEventListener("pos-network-online", () => this.refreshMemberDirectory());
    },
    /** Bring the directory up to date, one call at a time; what fails is tried again later. */
    refreshMemberDirectory() {
        if (this.data.network.offline) {
            return;
        }
        this.refreshingMembers ||= this.memberDirectory
            .refresh()
            .then((changed) => changed.forEach((id) => this.refreshPointsOf(id)))
            .catch((error) => console.warn("The members were not brought up to date", error))
            .finally(() => (this.refreshingMembers = null));
        return this.refreshingMembers;
    },
    /** Records that are here already follow. */
    refreshPointsOf(id) {
        for (const [cardId, , points] of this.memberDirectory.book.get(id)?.points || []) {
            const card = this.models["loyalty.card"].get(cardId);
            if (card && card.points !== points) {
                card.points = points;
            }
        }
    },

    /** Make records of those whom the phone has in columns only, before they are looked for. */
    bringMembers(query, limit) {
        const { book } = this.memberDirectory || {};
        if (!book?.count || !query) {
            return;
        }
        const holder = book.holderOf(normalCardNumber(query));
        const rows = [holder, ...book.find(query, limit)].filter(Boolean);
        this.takeRows(rows.filter(({ id }) => !this.models["res.partner"].get(id)));
    },
    takeRows(rows) {
        if (rows.length) {
            const models = { "res.partner": [], "retail.member.card": [], "loyalty.card": [] };
            for (const row of rows) {
                this.recordsOfRow(row).forEach(([model, values]) => models[model].push(values));
            }
            this.takeMembers({ ids: rows.map(({ id }) => id), models });
        }
    },
    /** @returns {Array[]} what Odoo's records of a member are made of, as [model, values] */
    recordsOfRow({ id, name, pinyin, phone, cards, points }) {
        const active = cards.find(([, , , state]) => state === "active");
        const type = active && this.models["retail.member.card.type"].get(active[2]);
        const member = { id, name, name_pinyin: pinyin, phone, is_member: true };
        return [
            [
                "res.partner",
                {
                    ...member,
                    phone_tail: phone.slice(-4),
                    property_product_pricelist: type?.pricelist_id?.id || false,
                    barcode: false,
                },
            ],
            ...cards.map(([cardId, number, typeId, state]) => [
                "retail.member.card",
                { id: cardId, number, type_id: typeId, member_id: id, state },
            ]),
            ...points
                .filter(([, programId]) => this.models["loyalty.program"].get(programId))
                .map(([cardId, programId, balance]) => [
                    "loyalty.card",
                    {
                        ...{ id: cardId, partner_id: id, program_id: programId, points: balance },
                        code: active?.[1] || "",
                    },
                ]),
        ];
    },

    /** @override The card of a member whom the phone has in columns only. */
    async findCard(code) {
        this.bringMembers(normalCardNumber(code), 1);
        return super.findCard(...arguments);
    },
    /** @override All are here, if the phone has once had the time to fetch them. */
    get membersHere() {
        const { at, isAll, book } = this.memberDirectory || {};
        if (!this.data.network.offline || !at) {
            return super.membersHere;
        }
        const moment = luxon.DateTime.fromMillis(at);
        const time = formatDateTime(moment, { showSeconds: false });
        const values = { count: book.count, time };
        return isAll
            ? _t(
                  "Offline: all %(count)s members are on this phone, with their points as of %(time)s. Coupons of those who were not here of late are found when the connection is back.",
                  values
              )
            : _t(
                  "Offline: the %(count)s members of this store are on this phone, with their points as of %(time)s. The others are found when the connection is back.",
                  values
              );
    },
});
