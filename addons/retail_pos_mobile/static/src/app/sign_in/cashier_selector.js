import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { CashierName } from "@point_of_sale/app/components/navbar/cashier_name/cashier_name";
import { NumberPopup } from "@point_of_sale/app/components/popups/number_popup/number_popup";
import { LoginScreen } from "@point_of_sale/app/screens/login_screen/login_screen";
import { ask, makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { CashierSelectionPopup } from "@pos_hr/app/components/popups/cashier_selection_popup/cashier_selection_popup";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

/**
 * Who takes over a shared till: a name or a badge, then the PIN, which the server compares. It stands in
 * for Odoo's hook of this kind, which compares with hashes that any phone can turn back into PINs.
 */
export function useCheckedCashier({ onScan = () => {}, exclusive = false } = {}) {
    const pos = usePos();
    const dialog = useService("dialog");
    const notification = useService("notification");

    const warn = (text) => notification.add(text, { type: "warning" });
    const askForPin = () =>
        makeAwaitable(dialog, NumberPopup, {
            formatDisplayedValue: (x) => x.replace(/./g, "•"),
            title: _t("Password?"),
        });

    async function hasRightPin(employee, typed) {
        if (!employee._pin) {
            return true;
        }
        const pin = typed || (await askForPin());
        if (!pin) {
            return false;
        }
        const problem = await pos.signIns.signIn(employee.id, `${pin}`);
        if (problem) {
            warn(problem);
        }
        return !problem;
    }
    async function onBadge(code) {
        try {
            const employee = await pos.whoHasBadge(code.code);
            const isOther = employee && employee !== pos.getCashier();
            if (isOther && (await hasRightPin(employee))) {
                onScan(employee);
            }
            return employee;
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return warn(_t("Badges need a connection. Choose the name instead."));
            }
            if (error instanceof RPCError) {
                return warn(error.data?.message || error.message);
            }
            throw error;
        }
    }
    if (pos.config.module_pos_hr) {
        useBarcodeReader({ cashier: onBadge }, exclusive);
    }

    /** The same answers as of Odoo's own: the employee, or what is false. */
    return async function selectCashier(pin = false, login = false, list = false) {
        if (!pos.config.module_pos_hr) {
            return;
        }
        const others = pos.models["hr.employee"].filter(
            (employee) => employee.id !== pos.getCashier()?.id && (!pin || employee._pin)
        );
        if (!others.length) {
            await ask(dialog, {
                title: _t("No Cashiers"),
                body: _t("There is no cashier available."),
            });
            return;
        }
        const employee =
            others.length > 1 || list
                ? await makeAwaitable(dialog, CashierSelectionPopup, {
                      currentCashier: pos.getCashier() || undefined,
                      employees: others,
                  })
                : others[0];
        if (!employee) {
            return;
        }
        if (!(await hasRightPin(employee, pin))) {
            return false;
        }
        if (login) {
            enter(pos, employee);
        }
        return employee;
    };
}

function enter(pos, employee) {
    pos.hasLoggedIn = true;
    pos.setCashier(employee);
    if (pos.router.state.current === "LoginScreen") {
        const { page, params } = pos.defaultPage;
        const orderUuid = page === "FloorScreen" ? {} : { orderUuid: pos.selectedOrderUuid };
        pos.navigate(page, { ...params, ...orderUuid });
    }
}

patch(LoginScreen.prototype, {
    setup() {
        super.setup(...arguments);
        if (this.pos.config.module_pos_hr) {
            this.cashierSelector = useCheckedCashier({
                onScan: (employee) => this.selectOneCashier(employee),
                exclusive: true,
            });
        }
    },
});
patch(CashierName.prototype, {
    setup() {
        super.setup(...arguments);
        if (this.pos.config.module_pos_hr) {
            this.cashierSelector = useCheckedCashier();
        }
    },
});
