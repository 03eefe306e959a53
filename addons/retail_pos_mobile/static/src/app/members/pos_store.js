import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { AddMember } from "@retail_pos_mobile/app/members/add_member/add_member";
import { MemberPanel } from "@retail_pos_mobile/app/members/member_panel/member_panel";
import {
    findMembers,
    maskPhone,
    normalCardNumber,
} from "@retail_pos_mobile/app/members/member_search";
import { noticeOfCard } from "@retail_pos_mobile/app/members/retail_member_card";
import { PanelStore } from "@retail_pos_mobile/app/members/panel_store";
import { answered } from "@retail_pos_mobile/app/utils/answered";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

const ADD_MEMBER = "_retail_add_member_from_phone";

patch(PosStore.prototype, {
    async setup() {
        this.memberPanels = new PanelStore();
        return super.setup(...arguments);
    },
    async afterProcessServerData() {
        this.outbox.bus.addEventListener("done", ({ detail: { entry, result } }) => {
            if (entry.method === ADD_MEMBER) {
                this.replaceAddedMember(entry.uuid, result.id);
            }
        });
        await this.restoreAddedMembers();
        return super.afterProcessServerData(...arguments);
    },
    /** @override A member goes out before the sales that name him. */
    async syncAllOrders() {
        if (this.outbox.waiting.some(({ method }) => method === ADD_MEMBER)) {
            await this.outbox.flush();
        }
        return super.syncAllOrders(...arguments);
    },

    // Finding

    /** Take in members as the server sends them to tills; return them in its order. */
    takeMembers({ ids, models }) {
        const { "loyalty.card": cards = [] } = this.models.connectNewData(models);
        this.membersKept = this.data.synchronizeServerDataInIndexedDB(models);
        this.computePartnerCouponIds(cards);
        return ids.map((id) => this.models["res.partner"].get(id)).filter(Boolean);
    },
    /** @returns {string} without a connection: which members can be found; "" where the server finds all */
    get membersHere() {
        if (!this.data.network.offline) {
            return "";
        }
        const count = this.models["res.partner"].filter(({ is_member }) => is_member).length;
        return _t(
            "Offline: of the members, %s are on this phone, those whom this till had of late. The others are found when the connection is back.",
            count
        );
    },
    /** The holder of the card with just this number comes first. */
    findMembersOnDevice(query, limit) {
        const card = this.models["retail.member.card"].getBy("number", normalCardNumber(query));
        const others = findMembers(this.models["res.partner"].getAll(), query, limit);
        return [...new Set([card?.member_id, ...others])].filter(Boolean).slice(0, limit);
    },
    async findMembersOnServer(term, limit) {
        const args = [this.config.id, term, limit];
        return this.takeMembers(
            await answered(this.data.call("res.partner", "retail_find_for_till", args))
        );
    },
    /** @returns {Promise<Object|undefined>} the card with this number, from the device or the server */
    async findCard(code, { onDevice = false } = {}) {
        const number = normalCardNumber(code);
        const cardOnDevice = () => this.models["retail.member.card"].getBy("number", number);
        if (!number || onDevice || cardOnDevice()?.member_id || this.data.network.offline) {
            return cardOnDevice()?.member_id && cardOnDevice();
        }
        const args = [this.config.id, number];
        this.takeMembers(
            await answered(this.data.call("res.partner", "retail_card_for_till", args))
        );
        return cardOnDevice();
    },
    /** Put the holder of a scanned card on the sale; @returns {Promise<boolean>} whether there is one */
    async chooseMemberByCard(code, options) {
        const card = await this.findCard(code, options).catch((error) => {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        });
        if (card) {
            await this.chooseMember(card.member_id, card);
        }
        return Boolean(card);
    },

    // Choosing

    /** Put a member on the sale at once, and bring what the device knows of him up to date. */
    async chooseMember(member, card = member.memberCard) {
        const order = this.getOrder();
        if (!this.mayChangeMember(order, member)) {
            return;
        }
        this.setPartnerToCurrentOrder(member);
        const chosen = await this.refreshMember(member, order);
        await this.updateRewards();
        const notice = noticeOfCard(card) || chosen?.memberNotice;
        if (notice) {
            this.notification.add(notice, { type: "warning" });
        }
    },
    mayChangeMember(order, member) {
        const isLocked =
            order.partner_id && order.partner_id !== member && order.getHasRefundLines();
        if (isLocked) {
            this.dialog.add(AlertDialog, {
                title: _t("This sale takes goods back"),
                body: _t("The goods were bought by %s. Begin a new sale.", order.partner_id.name),
            });
        }
        return !isLocked;
    },
    /** Ask the server for a member afresh; he may have been merged or archived meanwhile. */
    async refreshMember(member, order) {
        if (member.isNewMember || this.data.network.offline) {
            return member;
        }
        let fresh;
        try {
            [fresh] = await this.askMember(member.id);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                this.notification.add(errorText(error), { type: "warning" });
            }
            return member;
        }
        if (order.partner_id === member && !order.finalized) {
            order.setPartner(fresh || false);
            if (fresh !== member) {
                this.notification.add(
                    fresh
                        ? _t("%(name)s is now kept as %(other)s.", {
                              name: member.name,
                              other: fresh.name,
                          })
                        : _t("%s is no longer there: archived. Search again.", member.name),
                    { type: "warning" }
                );
            }
        }
        return fresh;
    },
    async openMemberPanel(member) {
        await makeAwaitable(this.dialog, MemberPanel, { member });
    },

    // Adding

    /** @override A guide adds a member on a form that takes seconds, offline too. */
    async editPartner(partner) {
        return !partner && this.config._is_store
            ? this.openAddMember("")
            : super.editPartner(...arguments);
    },
    /** @returns {Promise<Object|undefined>} the new member, or the known one who was taken instead */
    async openAddMember(query) {
        return makeAwaitable(this.dialog, AddMember, { query });
    },
    /**
     * Add a member, here at once and on the server as soon as it can be reached.
     *
     * @param {{name: string, phone: string, sex: string, birthday: string}} person
     * @returns {Promise<{member?: Object, joined?: boolean, error?: string}>} `joined`: he was there
     */
    async addMember(person) {
        const values = {
            ...person,
            store_id: this.config.raw.store_id,
            guide_id: this.getOrder()?.guide_id?.id || false,
            issue_date: serializeDate(this.config.storeToday()),
        };
        const { uuid, state, result, error } = await this.outbox.send({
            ...{ model: "res.partner", method: ADD_MEMBER, values },
            label: _t("New member %s", person.name),
        });
        if (state === "refused") {
            // The guide sees why on the form: nothing is left to decide later
            await this.outbox.discard(this.outbox.refused.find((entry) => entry.uuid === uuid));
            return { error };
        }
        const member = state === "done" && (await this.loadMember(result.id));
        return member
            ? { member, joined: result.joined }
            : { member: this.rememberAddedMember(uuid, values), joined: false };
    },
    async askMember(id) {
        const args = [this.config.id, id];
        return this.takeMembers(
            await answered(this.data.call("res.partner", "retail_member_for_till", args))
        );
    },
    /** @returns {Promise<Object|undefined>} a member whom the server has; nothing where it cannot say */
    async loadMember(id) {
        const [member] = await this.askMember(id).catch(() => []);
        // No longer in the outbox: he must be on the disk before anybody is told that he is there
        await this.membersKept;
        return member;
    },
    /** Keep a member whom the server does not know yet, under the key by which it will. */
    rememberAddedMember(uuid, { name, phone, birthday, sex }) {
        const members = this.models["res.partner"];
        return (
            members.get(uuid) ||
            members.create({
                ...{ id: uuid, name, birthday, sex },
                phone: maskPhone(phone),
                is_member: true,
                property_product_pricelist: this.levelOfNewMembers?.pricelist_id,
            })
        );
    },
    get levelOfNewMembers() {
        return this.models["retail.member.card.type"]
            .filter((type) => !type.manager_only)
            .sort((a, b) => a.sequence - b.sequence || a.id - b.id)[0];
    },
    /** After a reload: the members who wait in the outbox, whom sales on this phone name. */
    async restoreAddedMembers() {
        const kept = await this.outbox.store.all().catch(() => []);
        for (const { uuid, method, values } of kept) {
            if (method === ADD_MEMBER) {
                this.rememberAddedMember(uuid, values);
            }
        }
    },
    /** The server knows the member now: he takes the place of the one this phone had made up. */
    async replaceAddedMember(uuid, id) {
        const orders = this.models["pos.order"].filter((order) => order.member_uuid === uuid);
        const added = this.models["res.partner"].get(uuid);
        if (!added && !orders.length) {
            return;
        }
        const member = await this.loadMember(id);
        if (!member) {
            return; // the connection broke again; the server finds him by the key
        }
        for (const order of orders) {
            if (order.finalized) {
                order.partner_id = member;
            } else {
                order.setPartner(member);
            }
        }
        added?.delete();
        if (orders.includes(this.getOrder())) {
            await this.updateRewards();
        }
    },

    // The member at a glance

    /**
     * @returns {Promise<{panel: Object, at: number, isOld: boolean}|null>} what the server says, else
     *  what it said last; null where it never did
     */
    async readMemberPanel(member) {
        const kept = this.memberPanels.get(member.id);
        const old = kept ? { panel: kept.panel, at: kept.at, isOld: true } : null;
        if (member.isNewMember || this.data.network.offline) {
            return old;
        }
        try {
            const args = [[member.id], this.config.raw.store_id];
            const panel = await answered(
                this.data.call("res.partner", "retail_member_panel", args)
            );
            this.memberPanels.put(member.id, panel);
            return { panel, at: Date.now(), isOld: false };
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return old;
            }
            throw error;
        }
    },
});
