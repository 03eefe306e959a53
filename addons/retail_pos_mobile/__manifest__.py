{
    "name": "Retail Mobile Till",
    "summary": "The till in a guide's hand: sale date, member, guide and remark on every sale",
    "version": "19.0.1.0.0",
    "category": "Sales/Retail",
    "author": "Retail Suite contributors",
    "license": "AGPL-3",
    "depends": ["pos_hr", "pos_loyalty", "pos_sale", "retail_replenishment"],
    "data": [
        "security/ir.model.access.csv",
        "security/retail_pos_rules.xml",
    ],
}
