{
    "name": "Retail Replenishment",
    "summary": "What each store sold, what it has, and what it should refill",
    "version": "19.0.1.0.0",
    "category": "Sales/Retail",
    "author": "Retail Suite contributors",
    "license": "AGPL-3",
    "depends": ["retail_security", "purchase_stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/retail_replenishment_rules.xml",
        "data/ir_cron.xml",
        "views/retail_demand_views.xml",
        "views/retail_replenishment_figure_views.xml",
        "views/retail_replenishment_refresh_views.xml",
        "views/res_config_settings_views.xml",
        "views/retail_replenishment_menus.xml",
    ],
}
