import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("retail_base_stores", {
    steps: () => [
        {
            content: "the stores are shown as cards",
            trigger: ".o_kanban_record:contains('Nanjing Road')",
            run: "click",
        },
        {
            content: "the store's page shows its guides",
            trigger: ".o_form_view .o_field_widget[name='guide_ids']:contains('Li Na')",
        },
        {
            content: "back to all stores",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "as a list",
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            content: "the list has the store, but no warehouse",
            trigger: ".o_list_view .o_data_row:contains('NJ01')",
        },
        {
            trigger: ".o_list_view:not(:contains('Central Depot'))",
        },
    ],
});
