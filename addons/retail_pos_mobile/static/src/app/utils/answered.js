import { inTime } from "@retail_pos_mobile/app/outbox/database";
import { ConnectionLostError } from "@web/core/network/rpc";

/** Milliseconds after which a page says that nobody answers, where the network itself never would. */
export const PATIENCE_MS = 15_000;

/** @returns {Promise<any>} the answer; rejects like a lost connection where it does not come in time */
export const answered = (answer) => inTime(answer, "The server", PATIENCE_MS, ConnectionLostError);
