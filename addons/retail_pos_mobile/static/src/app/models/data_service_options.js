import { DataServiceOptions } from "@point_of_sale/app/models/data_service_options";
import { patch } from "@web/core/utils/patch";

patch(DataServiceOptions.prototype, {
    // The server sends every guide each time, so what the device kept is replaced as a whole
    get uniqueModels() {
        return [...super.uniqueModels, "hr.employee.public"];
    },
});
