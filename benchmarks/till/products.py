"""A catalogue of any size in seconds: styles, variants, bar codes, prices and stock by SQL.

`fill(env, till, 100_000)` makes 100,000 sellable variants as a chain has them: of ten, six are styles of
a single variant, such as bags and bottles, and four belong to styles of two colours and two sizes. One
product in ten has a price of its own in the first price list of the till. Every value follows from its
number, so the same call makes the same catalogue; what the ORM would compute (pinyin, references,
combinations) is written along, in INSERT ... SELECT statements of a few seconds instead of the hour that
`create` takes.
"""

from odoo.fields import Command
from odoo.tools import SQL

# name, pinyin with initials
KINDS = (
    ("轻薄羽绒服 Down Jacket", "qing bo yu rong fu qbyrf"),
    ("跑步鞋 Running Shoe", "pao bu xie pbx"),
    ("纯棉短袖 Cotton Tee", "chun mian duan xiu cmdx"),
    ("双肩背包 Backpack", "shuang jian bei bao sjbb"),
    ("保温水杯 Bottle", "bao wen shui bei bwsb"),
    ("牛仔长裤 Jeans", "niu zai chang ku nzck"),
    ("羊毛围巾 Wool Scarf", "yang mao wei jin ymwj"),
    ("瑜伽紧身裤 Leggings", "yu jia jin shen ku yjjsk"),
)
BRANDS = (
    "云岭 Yunling",
    "北岸 Beian",
    "逐风 Zhufeng",
    "山海 Shanhai",
    "拾光 Shiguang",
    "原野 Yuanye",
)
YEARS = ("2024", "2025", "2026")
STORABLE_EACH = 50  # one style in so many is a service without stock


def fill(env, till, variants):
    """Make VARIANTS variants that TILL sells, and stock of them in its store."""
    brands = env["product.brand"].create([{"name": name} for name in BRANDS])
    categories = env["product.category"].create([{"name": f"Kind {i}"} for i in range(12)])
    posted = env["pos.category"].create([{"name": f"Shelf {i}"} for i in range(12)])
    colour, size = _attributes(env)
    env.flush_all()
    # Numbers count from here: a template in which tests ran has used more than it still has
    env.cr.execute(SQL("SELECT nextval('product_template_id_seq')"))
    base = env.cr.fetchone()[0]
    singles = variants * 6 // 10
    several = (variants - singles) // 4
    env.cr.execute(
        SQL(
            """
            INSERT INTO product_template (
                   name, name_pinyin, type, categ_id, uom_id, list_price, active, sale_ok,
                   purchase_ok, available_in_pos, is_storable, tracking, service_tracking,
                   invoice_policy, expense_policy, service_type, purchase_method, sequence,
                   pos_sequence, is_favorite, color, product_brand_id, season_id, collection_year,
                   style_number, create_uid, write_uid, create_date, write_date)
            SELECT jsonb_build_object(
                       'en_US', (%(kinds)s::text[])[1 + n %% 8] || ' ' || n,
                       'zh_CN', (%(kinds)s::text[])[1 + n %% 8] || ' ' || n),
                   (%(pinyin)s::text[])[1 + n %% 8], 'consu',
                   (%(categories)s::int[])[1 + n %% 12], %(uom)s, 10 + (n * 7 %% 990), TRUE, TRUE,
                   TRUE, TRUE, n %% %(storable)s != 0, 'none', 'no',
                   'order', 'no', 'manual', 'receive', 1,
                   n, n %% 500 = 0, 0, (%(brands)s::int[])[1 + n %% %(brand_count)s], (
                       SELECT id FROM retail_season ORDER BY id OFFSET n %% 4 LIMIT 1),
                   (%(years)s::text[])[1 + n %% 3],
                   'ST' || lpad(n::text, 7, '0'), 1, 1, now() AT TIME ZONE 'UTC',
                   now() AT TIME ZONE 'UTC'
              FROM generate_series(1, %(styles)s) n
          ORDER BY n
            """,
            kinds=[kind for kind, _pinyin in KINDS],
            pinyin=[pinyin for _kind, pinyin in KINDS],
            categories=categories.ids,
            uom=env.ref("uom.product_uom_unit").id,
            storable=STORABLE_EACH,
            brands=brands.ids,
            brand_count=len(brands),
            years=list(YEARS),
            styles=singles + several,
        )
    )
    for statement in (_SINGLE_VARIANTS, _LINES, _VALUES_OF_LINES, _VALUES, _VARIANTS, _COMBINED):
        env.cr.execute(
            SQL(
                statement,
                base=base,
                singles=singles,
                colour=colour.id,
                size=size.id,
                colours=colour.value_ids[:2].ids,
                sizes=size.value_ids[:2].ids,
            )
        )
    env.cr.execute(SQL(_SHELVES, base=base, shelves=posted.ids))
    env.cr.execute(SQL(_TAXES, base=base, tax=till.company_id.account_sale_tax_id.id))
    env.cr.execute(
        SQL(_ITEMS, base=base, pricelist=_pricelist(env, till).id, company=till.company_id.id)
    )
    env.cr.execute(SQL(_STOCK, base=base, location=till.store_id.lot_stock_id.id))
    env.cr.execute(SQL("ANALYZE"))
    env.invalidate_all()
    env.registry.clear_cache()


def _attributes(env):
    """The colours and the sizes, at least two of each."""
    found = []
    for domain, name, kind in (
        ([("display_type", "=", "color")], "Colour", "color"),
        ([("is_size", "=", True)], "Size", "pills"),
    ):
        attribute = env["product.attribute"].search(domain, limit=1) or env[
            "product.attribute"
        ].create({"name": name, "display_type": kind, "is_size": kind == "pills"})
        missing = 2 - len(attribute.value_ids)
        attribute.value_ids = [
            Command.create({"name": f"{name} {number}"}) for number in range(missing)
        ]
        found.append(attribute)
    return found


def _pricelist(env, till):
    pricelist = env["product.pricelist"].create({"name": "Members of the benchmark"})
    till.write(
        {
            "use_pricelist": True,
            "available_pricelist_ids": [
                Command.link(till.pricelist_id.id),
                Command.link(pricelist.id),
            ]
            if till.pricelist_id
            else [Command.link(pricelist.id)],
            "pricelist_id": (till.pricelist_id or pricelist).id,
        }
    )
    return pricelist


_SINGLE_VARIANTS = """
    INSERT INTO product_product (product_tmpl_id, active, default_code, barcode, combination_indices,
           standard_price, create_uid, write_uid, create_date, write_date)
    SELECT id, TRUE, 'REF' || (id - %(base)s), '690' || lpad((id - %(base)s)::text, 10, '0'), '',
           jsonb_build_object('1', round(list_price / 2, 2)), 1, 1, create_date, write_date
      FROM product_template
     WHERE id > %(base)s AND id <= %(base)s + %(singles)s
"""
_LINES = """
    INSERT INTO product_template_attribute_line (product_tmpl_id, sequence, attribute_id, value_count,
           active, create_uid, write_uid, create_date, write_date)
    SELECT style.id, 10, attribute_id, 2, TRUE, 1, 1, style.create_date, style.write_date
      FROM product_template style
CROSS JOIN unnest(ARRAY[%(colour)s, %(size)s]) attribute_id
     WHERE style.id > %(base)s + %(singles)s
  ORDER BY style.id, attribute_id
"""
_VALUES_OF_LINES = """
    INSERT INTO product_attribute_value_product_template_attribute_line_rel (
           product_template_attribute_line_id, product_attribute_value_id)
    SELECT line.id, value_id
      FROM product_template_attribute_line line
CROSS JOIN unnest(CASE line.attribute_id WHEN %(colour)s THEN %(colours)s::int[]
                  ELSE %(sizes)s::int[] END) value_id
     WHERE line.product_tmpl_id > %(base)s + %(singles)s
"""
_VALUES = """
    INSERT INTO product_template_attribute_value (product_attribute_value_id, attribute_line_id,
           product_tmpl_id, attribute_id, price_extra, ptav_active, create_uid, write_uid,
           create_date, write_date)
    SELECT value.product_attribute_value_id, line.id, line.product_tmpl_id, line.attribute_id, 0, TRUE,
           1, 1, line.create_date, line.write_date
      FROM product_template_attribute_line line
      JOIN product_attribute_value_product_template_attribute_line_rel value
        ON value.product_template_attribute_line_id = line.id
     WHERE line.product_tmpl_id > %(base)s + %(singles)s
  ORDER BY line.id, value.product_attribute_value_id
"""
_VARIANTS = """
    INSERT INTO product_product (product_tmpl_id, active, default_code, barcode, combination_indices,
           standard_price, create_uid, write_uid, create_date, write_date)
    SELECT style.id, TRUE, 'REF' || (style.id - %(base)s) || '-' || number,
           '691' || lpad(((style.id - %(base)s) * 10 + number)::text, 10, '0'),
           colour || ',' || size, jsonb_build_object('1', round(style.list_price / 2, 2)), 1, 1,
           style.create_date, style.write_date
      FROM product_template style
CROSS JOIN LATERAL (
           SELECT colour.id AS colour, size.id AS size,
                  row_number() OVER (ORDER BY colour.id, size.id) AS number
             FROM product_template_attribute_value colour, product_template_attribute_value size
            WHERE colour.product_tmpl_id = style.id AND colour.attribute_id = %(colour)s
              AND size.product_tmpl_id = style.id AND size.attribute_id = %(size)s
           ) combination
     WHERE style.id > %(base)s + %(singles)s
  ORDER BY style.id, number
"""
_COMBINED = """
    INSERT INTO product_variant_combination (
           product_product_id, product_template_attribute_value_id)
    SELECT variant.id, value_id::int
      FROM product_product variant
CROSS JOIN unnest(string_to_array(variant.combination_indices, ',')) value_id
     WHERE variant.product_tmpl_id > %(base)s + %(singles)s
"""
_SHELVES = """
    INSERT INTO pos_category_product_template_rel (product_template_id, pos_category_id)
    SELECT id, (%(shelves)s::int[])[1 + id %% 12] FROM product_template WHERE id > %(base)s
"""
_TAXES = """
    INSERT INTO product_taxes_rel (prod_id, tax_id)
    SELECT id, %(tax)s FROM product_template WHERE id > %(base)s AND %(tax)s::int IS NOT NULL
"""
_ITEMS = """
    INSERT INTO product_pricelist_item (pricelist_id, currency_id, product_tmpl_id,
           applied_on, display_applied_on, base, compute_price, min_quantity, fixed_price,
           create_uid, write_uid, create_date, write_date)
    SELECT pricelist.id, pricelist.currency_id, style.id,
           '1_product', '1_product', 'list_price', 'fixed', 0, round(style.list_price * 0.9, 2),
           1, 1, style.create_date, style.write_date
      FROM product_template style, product_pricelist pricelist
     WHERE style.id > %(base)s AND style.id %% 10 = 0 AND pricelist.id = %(pricelist)s
       AND %(company)s IS NOT NULL
"""
_STOCK = """
    INSERT INTO stock_quant (product_id, location_id, company_id, quantity, reserved_quantity,
           in_date, create_uid, write_uid, create_date, write_date)
    SELECT variant.id, location.id, location.company_id, 1 + variant.id %% 9, 0, style.create_date,
           1, 1, style.create_date, style.write_date
      FROM product_product variant
      JOIN product_template style ON style.id = variant.product_tmpl_id
      JOIN stock_location location ON location.id = %(location)s
     WHERE style.id > %(base)s AND style.is_storable AND variant.id %% 4 != 0
"""
