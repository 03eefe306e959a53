{
    "name": "Retail Mobile Till",
    "summary": "The till in a guide's hand: sale date, member, guide and remark on every sale",
    "version": "19.0.1.0.0",
    "category": "Sales/Retail",
    "author": "Retail Suite contributors",
    "license": "AGPL-3",
    "depends": ["pos_hr", "pos_loyalty", "pos_sale", "queue_job", "retail_replenishment"],
    "external_dependencies": {"python": ["pypinyin"]},
    "data": [
        "security/retail_member_groups.xml",
        "security/ir.model.access.csv",
        "security/retail_pos_rules.xml",
        "data/mail_template_receipt_link.xml",
        "data/retail_member_card_type.xml",
        "data/ir_cron_member.xml",
        "data/ir_cron_stock.xml",
        "views/pos_config_views.xml",
        "views/pos_order_views.xml",
        "views/receipt_page_templates.xml",
        "views/report_pos_order_views.xml",
        "views/res_config_settings_views.xml",
        "views/stock_warehouse_views.xml",
        "views/product_attribute_views.xml",
        "views/res_partner_views.xml",
        "views/retail_member_card_views.xml",
        "views/retail_member_card_type_views.xml",
        "views/retail_reveal_log_views.xml",
        "views/retail_member_menus.xml",
    ],
    "post_init_hook": "post_init_hook",
    "assets": {
        "point_of_sale._assets_pos": [
            # Right behind it, before any other module takes its functions
            (
                "after",
                "point_of_sale/static/src/utils.js",
                "retail_pos_mobile/static/src/app/utils/secure_uuid.js",
            ),
            "retail_pos_mobile/static/src/app/**/*",
        ],
        "web.assets_tests": [
            "retail_pos_mobile/static/tests/tours/**/*",
        ],
        "web.assets_unit_tests": [
            "retail_pos_mobile/static/tests/unit/**/*",
        ],
    },
}
