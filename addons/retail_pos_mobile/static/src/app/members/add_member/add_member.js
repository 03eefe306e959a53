import { Component, useExternalListener, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { isNumberQuery, isPlausiblePhone } from "@retail_pos_mobile/app/members/member_search";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { Dialog } from "@web/core/dialog/dialog";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useDebounced } from "@web/core/utils/timing";

const LONGEST_NAME = 100;
const TYPING_PAUSE_MS = 300;
const EARLIEST_BIRTHDAY = "1900-01-01";

/**
 * A new member in seconds: phone, name, sex, birthday. While the phone number is typed it looks who has
 * it already. What was typed goes to the server at once, or as soon as there is a connection.
 */
export class AddMember extends Component {
    static template = "retail_pos_mobile.AddMember";
    static components = { Dialog };
    static props = { query: String, getPayload: Function, close: Function };

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        const isNumber = isNumberQuery(this.props.query);
        this.state = useState({
            phone: isNumber ? this.props.query : "",
            name: isNumber ? "" : this.props.query,
            sex: "",
            birthday: "",
            known: [],
            error: "",
            saving: false,
        });
        this.sexes = [
            { value: "female", label: _t("Female") },
            { value: "male", label: _t("Male") },
            { value: "other", label: _t("Other") },
        ];
        useAutofocus({ refName: isNumber ? "name" : "phone", mobile: true });
        this.lookSoon = useDebounced(() => this.look(), TYPING_PAUSE_MS);
        useExternalListener(window, "pos-network-online", () => this.look());
        this.look();
    }

    get today() {
        return serializeDate(this.pos.config.storeToday());
    }
    get earliestBirthday() {
        return EARLIEST_BIRTHDAY;
    }
    /** What keeps the member from being added; "" when nothing does. */
    get problem() {
        const { phone, name, birthday } = this.state;
        if (!isPlausiblePhone(phone)) {
            return _t("Type the whole phone number.");
        }
        if (!name.trim()) {
            return _t("Type the name.");
        }
        if ([...name.trim()].length > LONGEST_NAME) {
            return _t("A name has up to %s characters.", LONGEST_NAME);
        }
        if (birthday && (birthday < EARLIEST_BIRTHDAY || birthday > this.today)) {
            return _t("The birthday lies between 1900 and today.");
        }
        return "";
    }

    onPhone(ev) {
        this.state.phone = ev.target.value;
        this.state.known = [];
        this.lookSoon();
    }
    toggleSex(sex) {
        this.state.sex = this.state.sex === sex ? "" : sex;
    }
    /** Who has this number already? */
    async look() {
        const { phone } = this.state;
        if (!isPlausiblePhone(phone)) {
            return;
        }
        let known = this.pos.findMembersOnDevice(phone, 3);
        if (!this.pos.data.network.offline) {
            // Without the server those on the device are all there is; it merges what comes twice
            known = await this.pos.findMembersOnServer(phone, 3).catch(() => known);
        }
        if (phone === this.state.phone) {
            this.state.known = known.map((member) => member.id);
        }
    }
    get known() {
        return this.state.known.map((id) => this.pos.models["res.partner"].get(id)).filter(Boolean);
    }
    choose(member) {
        this.props.getPayload(member);
        this.props.close();
    }
    async save() {
        this.state.error = this.problem;
        if (this.state.error || this.state.saving) {
            return;
        }
        this.state.saving = true;
        try {
            const { phone, name, sex, birthday } = this.state;
            const { member, joined, error } = await this.pos.addMember({
                phone: phone.trim(),
                name: name.trim(),
                sex: sex || false,
                birthday: birthday || false,
            });
            if (error) {
                this.state.error = error;
                return;
            }
            this.tell(member, joined);
            this.choose(member);
        } catch (error) {
            this.state.error = error.message;
        } finally {
            this.state.saving = false;
        }
    }
    tell(member, joined) {
        if (joined) {
            this.notification.add(_t("%s is a member already, and was chosen.", member.name), {
                type: "info",
            });
        } else if (member.isNewMember) {
            this.notification.add(
                _t("%s is kept on this phone and sent when it is back online.", member.name),
                { type: "info" }
            );
        }
    }
}
