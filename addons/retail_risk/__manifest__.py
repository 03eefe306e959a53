{
    "name": "Retail Risk",
    "summary": "Rules over sales as they come, alerts with their evidence, and who sells past the till",
    "version": "19.0.1.0.0",
    "category": "Sales/Retail",
    "author": "Retail Suite contributors",
    "license": "AGPL-3",
    "depends": ["retail_pos_mobile"],
    "data": [
        "security/ir.model.access.csv",
        "security/retail_risk_rules.xml",
        "data/retail_risk_rule.xml",
        "data/ir_cron_risk.xml",
        "views/retail_risk_verdict_views.xml",
        "views/retail_risk_rule_views.xml",
        "views/retail_risk_alert_views.xml",
        "views/retail_risk_missing_views.xml",
        "views/retail_risk_menus.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": ["retail_risk/static/src/app/**/*"],
        "web.assets_unit_tests": ["retail_risk/static/tests/unit/**/*"],
    },
}
