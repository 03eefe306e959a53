import { SALE } from "@retail_pos_mobile/app/outbox/kinds";
import { OutboxStore } from "@retail_pos_mobile/app/outbox/outbox_store";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

const items = registry.category("user_menuitems");
const nativeItem = items.get("log_out");

/** Nobody signs out of a phone that still has sales to send: the next user could not see them. */
function logOutItem(env) {
    const item = nativeItem(env);
    // Without the address a middle click would get past the question
    return { ...item, href: undefined, callback: () => leave(env, item.callback) };
}

async function leave(env, logOut) {
    const unsent = await readUnsent();
    if (!unsent.length) {
        return logOut();
    }
    const { configId } = unsent.find(({ kind }) => kind === SALE) || {};
    env.services.dialog.add(ConfirmationDialog, {
        title: _t("Not everything is sent"),
        body: _t(
            "%s on this phone have not reached the server. Open the till and send them, or save them there as a file.",
            unsent.length
        ),
        confirmLabel: _t("Open the till"),
        confirm: () => {
            browser.location.href = configId ? `/pos/ui/${configId}/outbox` : "/pos/ui";
        },
        cancelLabel: _t("Stay signed in"),
        cancel: () => {},
    });
}

async function readUnsent() {
    const store = new OutboxStore(`retail-outbox-${session.db}`);
    try {
        return (await store.all()).filter(({ savedAt }) => !savedAt);
    } catch {
        return []; // no outbox was ever opened in this browser, or it cannot be read here
    } finally {
        store.close();
    }
}

items.add("log_out", logOutItem, { force: true, sequence: 70 });
