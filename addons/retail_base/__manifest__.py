{
    "name": "Retail Base",
    "summary": "The words of the trade: store, brand, season, collection year, style number, guide",
    "version": "19.0.1.0.0",
    "category": "Sales/Retail",
    "author": "Retail Suite contributors",
    "license": "AGPL-3",
    "depends": ["hr", "mail", "product_brand", "sale_stock"],
    "data": [
        "security/retail_base_groups.xml",
        "security/ir.model.access.csv",
        "security/retail_catalogue_import_security.xml",
        "data/product_attribute.xml",
        "data/retail_season.xml",
        "data/retail_catalogue_preset.xml",
        "data/ir_cron.xml",
        "views/stock_warehouse_views.xml",
        "views/product_views.xml",
        "views/retail_season_views.xml",
        "views/hr_employee_views.xml",
        "views/retail_catalogue_import_views.xml",
        "views/retail_catalogue_preset_views.xml",
        "views/retail_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            # Debian strips this file from its Odoo package, mail still lists it
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
            "retail_base/static/src/**/*",
        ],
        "web.assets_tests": [
            "retail_base/static/tests/tours/**/*",
        ],
    },
    "application": True,
}
