{
    "name": "Retail Demo Chain",
    "summary": "A sportswear chain to try things on: stores, styles, members, sixty days of trade",
    "version": "19.0.1.0.0",
    "category": "Sales/Retail",
    "author": "Retail Suite contributors",
    "license": "AGPL-3",
    "depends": ["l10n_cn", "retail_pos_mobile", "retail_risk"],
    "post_init_hook": "post_init_hook",
}
