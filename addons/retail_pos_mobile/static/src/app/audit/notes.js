const MODEL = "retail.audit.event";

/**
 * Tell the audit trail what the server cannot see in a sale, through the outbox: in its order, also
 * long after. The till never waits for it.
 */
export function note(pos, kind, order, label, details = {}, approval = {}) {
    const { session, outbox } = pos;
    outbox
        ?.send({
            model: MODEL,
            method: "_note_from_phone",
            values: {
                ...approval,
                kind,
                details,
                at: Date.now(),
                session_id: session.id,
                order_uuid: order?.uuid,
                reference: order?.pos_reference,
                guide_id: order?.guide_id?.id || false,
            },
            label: label.toString(),
        })
        .catch((error) => console.warn("The audit trail does not learn of this", error));
}
