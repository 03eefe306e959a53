import { Component, onMounted, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { splitVariantName } from "@retail_pos_mobile/app/goods/lib/variant_name";
import { KeptAnswer, keyOf } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { formatDay } from "@retail_pos_mobile/app/utils/dates";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** One receipt of goods: what came, and what was claimed of it. */
export class ReceiptOfGoodsScreen extends Component {
    static template = "retail_pos_mobile.ReceiptOfGoodsScreen";
    static components = { KeptPage, PageHeader };
    static props = { pickingId: Number };
    static storeOnOrder = false;
    static section = "goods";

    setup() {
        this.pos = usePos();
        this.splitVariantName = splitVariantName;
        const { pickingId } = this.props;
        this.answer = useState(
            new KeptAnswer(keyOf(this.pos, "receipt_of_goods"), () =>
                this.pos.data.call("retail.receiving", "read_receipt", [
                    this.pos.config.id,
                    pickingId,
                ])
            )
        );
        if (this.answer.data?.id !== pickingId) {
            this.answer.data = null; // what the phone keeps is the one before
        }
        onMounted(() => this.answer.refresh());
    }
    get head() {
        const { name, origin, date } = this.answer.data;
        return [name, origin, formatDay(deserializeDateTime(date))].filter(Boolean).join(" · ");
    }
    get total() {
        const { pieces, amount } = this.answer.data;
        return _t("%(pieces)s pcs · %(amount)s", {
            pieces,
            amount: this.env.utils.formatCurrency(amount),
        });
    }
    picture({ product_id, image_key }) {
        return `/web/image?model=product.product&field=image_128&id=${product_id}&unique=${image_key}`;
    }
    claimed({ quantity, name, answer }) {
        return [`${quantity} × ${name}`, answer].filter(Boolean).join(" · ");
    }
}

registry.category("pos_pages").add("ReceiptOfGoodsScreen", {
    name: "ReceiptOfGoodsScreen",
    component: ReceiptOfGoodsScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/received/{int:pickingId}`,
    params: {},
});
