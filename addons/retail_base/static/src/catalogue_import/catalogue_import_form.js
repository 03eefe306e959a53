import { onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

const PROGRESS = "retail_catalogue_import/progress";

/** Shows an import's progress as it goes on: the server tells after each batch. */
export class CatalogueImportFormController extends FormController {
    setup() {
        super.setup();
        const bus = useService("bus_service");
        const onProgress = ({ id }) => {
            const record = this.model.root;
            if (record.resId === id && !record.dirty) {
                record.load();
            }
        };
        bus.subscribe(PROGRESS, onProgress);
        onWillUnmount(() => bus.unsubscribe(PROGRESS, onProgress));
    }
}

registry.category("views").add("retail_catalogue_import_form", {
    ...formView,
    Controller: CatalogueImportFormController,
});
