import { EventBus } from "@odoo/owl";

/** Models know no services: they tell here which hold nobody needs any more ("released"). */
export const holds = new EventBus();
