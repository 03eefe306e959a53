import { serializeDateTime } from "@web/core/l10n/dates";
import { downloadFile } from "@web/core/network/download";

const { DateTime } = luxon;

/** Save what is not sent as a file that a manager loads in the back end, see retail.outbox.load. */
export async function saveUnsent(pos) {
    const { config, outbox, user } = pos;
    const now = DateTime.now();
    const content = {
        ...{ format: "retail-unsent-work", version: 1 },
        ...{ database: odoo.info.db, till: config.name, user: user.name },
        savedAt: serializeDateTime(now),
        entries: outbox.contents(),
    };
    const name = `unsent-${config.id}-${now.toFormat("yyyyMMdd-HHmmss")}.json`;
    const file = new Blob([JSON.stringify(content)], { type: "application/json" });
    await downloadFile(file, name, "application/json");
    await outbox.noteSaved();
}
