# ruff: noqa: F821 the shell and one_store.py bring the names
# What the journeys of goods need beside one_store.py, in Odoo's shell: a warehouse that resupplies
# the store, its staff in two languages, and in each language articles, stock and sales of their own.
LANGUAGES = {"en": "en_US", "zh": "zh_CN"}
BARCODES = {"en": ("6901234500011", "6901234500028"), "zh": ("6901234500035", "6901234500042")}

for code in LANGUAGES.values():
    env["res.lang"]._activate_lang(code)
company.replenish_rule = "cover"
company.write(
    {
        "replenish_lead_days": 2,
        "replenish_review_days": 3,
        "order_guide_limit": 500,
        "order_manager_limit": 90_000,
    }
)
central = create("stock.warehouse", name="Central", code="CTR")
store.resupply_wh_ids = central


def staff(login, role, **values):
    return create(
        "res.users",
        name=login,
        login=login,
        password="guide",
        tz="Asia/Shanghai",
        group_ids=[Command.set(env.ref(f"retail_security.group_{role}").ids)],
        **values,
    )


keeper = staff("keeper", "warehouse", lang="en_US")
peak, lake = (create("product.brand", name=name) for name in ("Peak", "Lake"))
customers = env.ref("stock.stock_location_customers")
for language, lang in LANGUAGES.items():
    manager = staff(f"manager.{language}", "store_manager", lang=lang, store_ids=store.ids)
    helper = staff(f"guide.{language}", "guide", lang=lang, store_ids=store.ids)
    for user in manager | helper:
        create("hr.employee", name=user.name, user_id=user.id, is_guide=True, store_id=store.id)
    for (name, brand, sold), barcode in zip(
        (("Coat", peak, 3), ("Cap", lake, 5)), BARCODES[language]
    ):
        article = create(
            "product.template",
            name=f"{name} {language}",
            product_brand_id=brand.id,
            available_in_pos=True,
            is_storable=True,
            list_price=300,
            barcode=barcode,
            taxes_id=[Command.clear()],
        ).product_variant_id
        for place, pieces in ((central.lot_stock_id, 200), (store.lot_stock_id, 10)):
            env["stock.quant"]._update_available_quantity(article, place, pieces)
        sale = create(
            "stock.move",
            product_id=article.id,
            product_uom_qty=sold,
            quantity=sold,
            picked=True,
            location_id=store.lot_stock_id.id,
            location_dest_id=customers.id,
        )
        sale._action_done()
    create(
        "retail.inspection.checklist",
        name=f"Window {language}",
        every_days=1,
        responsible_id=manager.id,
        point_ids=[
            Command.create({"name": name, "picture_when": "fail"})
            for name in ("Window is clean", "Lamps are lit")
        ],
    )
env["retail.replenishment.refresh"]._run(rebuild=True)
env.cr.commit()
