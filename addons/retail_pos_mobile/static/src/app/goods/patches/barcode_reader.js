import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";
import { drawn } from "@retail_pos_mobile/app/utils/drawn";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(BarcodeReader.prototype, {
    /**
     * @override A page may tell at once what a code is (`found` among its callbacks). That is drawn before
     * anything is made of it, which takes a slow phone three times as long. Codes keep their order.
     */
    scan(code) {
        const maps = this.exclusiveCbMap ? [this.exclusiveCbMap] : [...this.cbMaps];
        const isTold = code && maps.some((callbacks) => callbacks.found?.(code));
        const told = isTold ? drawn() : null;
        return this.mutex.exec(async () => {
            await told;
            return this._scan(code);
        });
    },
    /** @override Say why there is nothing behind a code, as far as it can be known. */
    async showNotFoundNotification(code) {
        const goods = this.hardwareProxy.pos?.goods;
        if (!goods) {
            return super.showNotFoundNotification(...arguments);
        }
        if (code.isCancelled) {
            return; // Found, but the guide chose none of them
        }
        const shown = this.codeRepr(code);
        this.notification.add(await this.whyNotFound(goods, code.base_code || code.code), {
            type: "warning",
            title: _t("Bar code %s", shown),
        });
    },
    async whyNotFound(goods, code) {
        const { config, data } = goods.pos;
        const [variant] = goods.variantsWithCode(code);
        if (variant) {
            return _t("%s: scan it once more, on a page that takes goods.", variant.display_name);
        }
        if (data.network.offline) {
            return _t("Not on this phone, and there is no connection to look further.");
        }
        try {
            const { reason, name } = await this.orm.silent.call(
                "retail.goods.stock",
                "why_unknown",
                [config.id, code]
            );
            return {
                archived: _t("%s was archived: it is no longer sold.", name),
                not_sold: _t("%s is not sold at tills.", name),
                unknown: _t("No product, member or receipt has this code."),
            }[reason];
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return _t("Not on this phone, and there is no connection to look further.");
            }
            throw error;
        }
    },
});
