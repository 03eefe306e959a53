{
    "name": "Retail Replenishment",
    "summary": "What each store sold, what it has, and what it should refill",
    "version": "19.0.1.0.0",
    "category": "Sales/Retail",
    "author": "Retail Suite contributors",
    "license": "AGPL-3",
    "depends": ["retail_security"],
    "data": [
        "security/ir.model.access.csv",
    ],
}
