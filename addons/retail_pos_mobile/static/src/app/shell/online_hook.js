import { useExternalListener } from "@odoo/owl";

/** Call CALLBACK when the till has reached the server again. */
export function useOnline(callback) {
    useExternalListener(window, "pos-network-online", callback);
}
