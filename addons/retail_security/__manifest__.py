{
    "name": "Retail Security",
    "summary": "Who may do what, in which store",
    "version": "19.0.1.0.0",
    "category": "Sales/Retail",
    "author": "Retail Suite contributors",
    "license": "AGPL-3",
    "depends": ["retail_base", "auth_passkey", "auth_signup"],
    "data": [
        "security/retail_groups.xml",
        "security/retail_rules.xml",
        "security/ir.model.access.csv",
        "data/ir_config_parameter.xml",
        "views/login_templates.xml",
        "views/res_users_views.xml",
        "views/retail_menus.xml",
    ],
}
