"""Brands, categories, colours, sizes, and sixty styles with their variants."""

from datetime import timedelta

from odoo import Command
from odoo.tools import SQL

from ..lib.assortment import size_rank, variant_code
from ..lib.ean13 import internal_ean13
from ..lib.seasons import launch_date, season_of
from .records import by_xml_id, name_records, today, translate, utc
from .tables import read_csv, read_json, split

COSTED_DAYS_AGO = 400
SUPPLIER_BY_CATEGORY = {"jackets": 2, "tops": 0, "bottoms": 0, "shoes": 1, "accessories": 2}


def build_catalogue(env):
    """Create the catalogue; a style's variants get EAN-13 and reference in colour and size order."""
    _build_suppliers(env)
    _build_brands(env)
    _build_categories(env)
    _build_attributes(env)
    rows = read_csv("styles")
    styles = env["product.template"].create(
        [_style_values(env, number, row) for number, row in enumerate(rows)]
    )
    translate(styles, "name", [row["name_zh"] for row in rows])
    name_records(env, "style", {row["style_number"]: style for row, style in zip(rows, styles)})
    _number_variants(env, rows, styles)
    _set_costs(env, rows, styles)


def _build_suppliers(env):
    rows = read_json("data/chain.json")["suppliers"]
    suppliers = env["res.partner"].create(
        [
            {**row, "is_company": True, "supplier_rank": 1, "country_id": env.ref("base.cn").id}
            for row in rows
        ]
    )
    name_records(env, "supplier", dict(enumerate(suppliers)))


def _build_brands(env):
    rows = read_csv("brands")
    brands = env["product.brand"].create([{"name": row["name"]} for row in rows])
    name_records(env, "brand", {row["code"]: brand for row, brand in zip(rows, brands)})


def _build_categories(env):
    """Native translates the till's categories, not the back end's: those carry both names."""
    rows = read_csv("categories")
    env.ref("product.product_category_services").name = "Services 服务"
    on_till = env["pos.category"].create(
        [
            {
                "name": row["name_en"],
                "sequence": int(row["sequence"]),
                # Native draws a colour by lot
                "color": int(row["colour"]),
            }
            for row in rows
        ]
    )
    translate(on_till, "name", [row["name_zh"] for row in rows])
    in_back_end = env["product.category"].create(
        [{"name": f"{row['name_en']} {row['name_zh']}"} for row in rows]
    )
    name_records(env, "pos_category", {r["code"]: record for r, record in zip(rows, on_till)})
    name_records(env, "category", {r["code"]: record for r, record in zip(rows, in_back_end)})


def _build_attributes(env):
    """Use the suite's own colour and size: a second pair would split the chain's catalogue."""
    colour = env.ref("retail_base.attribute_colour")
    size = env.ref("retail_base.attribute_size")
    name_records(env, "attribute", {"colour": colour, "size": size})
    _build_colours(env, colour)
    _build_sizes(env, size)


def _build_colours(env, attribute):
    """Create the colours that the suite does not bring; `base` names those it does."""
    rows = read_csv("colours")
    own = [row for row in rows if not row["base"]]
    after = len(attribute.value_ids) + 1
    values = env["product.attribute.value"].create(
        [
            {
                "attribute_id": attribute.id,
                "name": row["name_en"],
                "html_color": row["hex"],
                "sequence": sequence,
            }
            for sequence, row in enumerate(own, start=after)
        ]
    )
    translate(values, "name", [row["name_zh"] for row in own])
    named = {row["code"]: value for row, value in zip(own, values)}
    for row in rows:
        if row["base"]:
            named[row["code"]] = env.ref(f"retail_base.{row['base']}")
    name_records(env, "colour", named)


def _build_sizes(env, attribute):
    codes = sorted({code for run in _sizes().values() for code in run}, key=size_rank)
    values = env["product.attribute.value"].create(
        [
            {"attribute_id": attribute.id, "name": code, "sequence": sequence}
            for sequence, code in enumerate(codes, start=1)
        ]
    )
    name_records(env, "size", dict(zip(codes, values)))


def _style_values(env, number, row):
    launched, season, year = _launch(env, number, row)
    return {
        "name": row["name_en"],
        "style_number": row["style_number"],
        "product_brand_id": by_xml_id(env, "brand", row["brand"]).id,
        "categ_id": by_xml_id(env, "category", row["category"]).id,
        "pos_categ_ids": [Command.link(by_xml_id(env, "pos_category", row["category"]).id)],
        "season_id": env.ref(f"retail_base.season_{season}").id,
        "collection_year": str(year),
        "launch_date": launched,
        "type": "consu",
        "is_storable": True,
        "available_in_pos": True,
        "list_price": float(row["list_price"]),
        "company_id": False,
        "seller_ids": [
            Command.create(
                {
                    "partner_id": supplier_of(env, row["category"]).id,
                    "price": float(row["cost"]),
                    "currency_id": env.ref("base.CNY").id,
                    "delay": 14,
                    "min_qty": 1,
                }
            )
        ],
        "attribute_line_ids": _attribute_lines(env, row),
    }


def supplier_of(env, category):
    """Return the supplier that makes the styles of a category."""
    return by_xml_id(env, "supplier", SUPPLIER_BY_CATEGORY[category])


def _launch(env, number, row):
    """Return launch date, season and collection year; a recent launch decides its own season."""
    if row["season"]:
        launched = launch_date(row["season"], today(env), drop=number)
        return launched, row["season"], season_of(launched)[1]
    launched = today(env) - timedelta(days=int(row["launched_days_ago"]))
    return launched, *season_of(launched)


def _attribute_lines(env, row):
    lines = [("colour", split(row["colours"])), ("size", _sizes()[row["sizes"]])]
    return [
        Command.create(
            {
                "attribute_id": by_xml_id(env, "attribute", attribute).id,
                "value_ids": [Command.set([by_xml_id(env, attribute, code).id for code in codes])],
            }
        )
        for attribute, codes in lines
        if codes
    ]


def _sizes():
    return {row["set"]: split(row["codes"]) for row in read_csv("sizes")}


def _number_variants(env, rows, styles):
    """Write reference and EAN-13 of all variants in one statement: they are plain columns."""
    codes = {by_xml_id(env, "colour", r["code"]).id: r["code"] for r in read_csv("colours")}
    size_attribute = by_xml_id(env, "attribute", "size")
    values, records = [], {}
    for row, style in zip(rows, styles):
        for position, variant in enumerate(style.product_variant_ids):
            chosen = variant.product_template_attribute_value_ids.product_attribute_value_id
            size = chosen.filtered(lambda value: value.attribute_id == size_attribute)
            code = variant_code(row["style_number"], codes[(chosen - size).id], size.name)
            # The digits of the style number keep an article's EAN when styles are added
            ean = internal_ean13(int(row["style_number"][2:]) * 1000 + position)
            values.append(SQL("(%s, %s, %s)", variant.id, code, ean))
            records[code] = variant
    env.flush_all()
    env.execute_query(
        SQL(
            """UPDATE product_product SET default_code = v.code, barcode = v.ean
                 FROM (VALUES %s) AS v (id, code, ean) WHERE product_product.id = v.id
            RETURNING product_product.id""",
            SQL(", ").join(values),
        )
    )
    env.invalidate_all()
    name_records(env, "variant", records)


def _set_costs(env, rows, styles):
    """Set the cost in every company: it is a company's own, and stores sell in branches."""
    for company in env["res.company"].search([]):
        for row, style in zip(rows, styles):
            style.product_variant_ids.with_company(company).write(
                {"standard_price": float(row["cost"])}
            )
    env.flush_all()
    # The first cost of an article holds from the start: without this, a valuation of any past
    # date finds the cost of zero that native notes when it creates a variant
    variants = styles.product_variant_ids.ids
    env.execute_query(
        SQL(
            "DELETE FROM product_value WHERE value = 0 AND product_id = ANY(%s) RETURNING id",
            variants,
        )
    )
    env.execute_query(
        SQL(
            "UPDATE product_value SET date = %s WHERE product_id = ANY(%s) RETURNING id",
            utc(today(env) - timedelta(days=COSTED_DAYS_AGO), 0),
            variants,
        )
    )
    env.invalidate_all()
