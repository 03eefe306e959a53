import { Component, onWillStart, useEffect, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useTrackedAsync } from "@point_of_sale/app/hooks/hooks";
import { MemberPicker } from "@retail_pos_mobile/app/members/member_picker/member_picker";
import { errorText } from "@retail_pos_mobile/app/utils/error_text";
import { Dialog } from "@web/core/dialog/dialog";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const NEW = "new";

/** Asks how many, for whom, where to and when; then holds the goods and puts them into the cart. */
export class AskSheet extends Component {
    static template = "retail_pos_mobile.AskSheet";
    static components = { Dialog, MemberPicker };
    static props = {
        product: Object,
        warehouse: Object, // { id, name }
        quantity: { type: Number, optional: true },
        kind: String, // "transfer" or "ship"
        onHeld: { type: Function, optional: true }, // told how many pieces are in the sale now
        close: Function,
    };
    static defaultProps = { quantity: 1 };

    setup() {
        this.pos = usePos();
        this.order = useState(this.pos.getOrder() || this.pos.addNewOrder());
        this.state = useState({
            quantity: Math.max(1, this.props.quantity),
            addressId: NEW,
            address: { name: "", phone: "", street: "", city: "", zip: "" },
            day: "",
            row: null,
            addresses: [],
            error: "",
        });
        this.holding = useTrackedAsync(() => this.hold());
        onWillStart(() => {
            this.load(); // the sheet opens at once
        });
        useEffect(
            () => this.onMember(),
            () => [this.order.partner_id]
        );
    }

    get isShipping() {
        return this.props.kind === "ship";
    }
    get isOffline() {
        return this.pos.data.network.offline;
    }
    get title() {
        return this.isShipping
            ? _t("Ship from %s", this.props.warehouse.name)
            : _t("Transfer from %s", this.props.warehouse.name);
    }
    get free() {
        return this.state.row ? this.state.row.free : null;
    }
    /** What keeps the goods from being asked for, or nothing. */
    get problem() {
        if (this.isOffline) {
            return _t(
                "Goods elsewhere can only be held with a connection. The cart stays as it is."
            );
        }
        return this.state.error || this.state.row?.problem || "";
    }
    get today() {
        return serializeDate(this.pos.config.storeToday());
    }
    get needsAddress() {
        return this.isShipping && this.state.addressId === NEW;
    }
    get isComplete() {
        const { address } = this.state;
        const hasAddress =
            !this.needsAddress ||
            ["name", "phone", "street", "city"].every((field) => address[field].trim());
        return Boolean(this.order.partner_id) && hasAddress && this.state.quantity > 0;
    }
    get canHold() {
        const isBlocked = this.isOffline || this.state.row?.problem || this.free === 0;
        return this.isComplete && !isBlocked && this.holding.status !== "loading";
    }

    async load() {
        if (this.isOffline) {
            return;
        }
        try {
            const rows = await this.pos.elsewhere.candidates(this.props.product.id);
            this.state.row = rows.find(({ id }) => id === this.props.warehouse.id) || { free: 0 };
            this.state.quantity = Math.min(this.state.quantity, this.free) || 1;
            await this.loadAddresses();
        } catch (error) {
            this.state.error = errorText(error);
        }
    }
    async loadAddresses() {
        const partner = this.order.partner_id;
        this.addressesOf = partner;
        if (!this.isShipping || !partner) {
            return;
        }
        this.state.addresses = await this.pos.elsewhere.addresses(partner.id);
        this.state.addressId = this.state.addresses[0]?.id || NEW;
        Object.assign(this.state.address, { name: partner.name, phone: partner.phone || "" });
    }
    changeQuantity(step) {
        const most = this.free || this.state.quantity + step;
        this.state.quantity = Math.min(Math.max(1, this.state.quantity + step), most);
    }
    onMember() {
        if (this.order.partner_id !== this.addressesOf) {
            this.loadAddresses().catch((error) => (this.state.error = errorText(error)));
        }
    }
    setAddress(value) {
        this.state.addressId = value === NEW ? NEW : Number(value);
    }

    get wish() {
        const { addressId, address, quantity, day } = this.state;
        return {
            kind: this.props.kind,
            source_id: this.props.warehouse.id,
            product_id: this.props.product.id,
            quantity,
            partner_id: this.order.partner_id.id,
            wanted_date: day || false,
            ...(this.isShipping && {
                address: addressId === NEW ? { ...address } : { id: addressId },
            }),
        };
    }
    async hold() {
        this.state.error = "";
        try {
            const hold = await this.pos.elsewhere.reserve(this.wish);
            const { product, kind, warehouse } = this.props;
            const { quantity } = this.state;
            await this.pos.addHeldLine({ product, quantity, kind, hold });
            this.props.onHeld?.(quantity);
            this.pos.notification.add(
                _t("%s is held in %s", product.display_name, warehouse.name),
                {
                    type: "success",
                }
            );
            this.props.close();
        } catch (error) {
            await this.load();
            this.state.error = errorText(error);
        }
    }
}
