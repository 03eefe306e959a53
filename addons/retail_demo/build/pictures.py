"""Draws a picture of each style in each of its colours, and the chain's mark."""

import base64

from odoo.tools import SQL

from ..lib.assortment import variant_code
from ..lib.drawing import SIZE, draw, png
from .records import by_xml_id
from .tables import read_csv, read_json, split

MARK = ("logo", "#24365f", "#e6753a")
ACCENTS = ("RED", "WHT", "ORG", "NVY", "TEL", "SND")
# The sizes that native keeps of an image
WIDTHS = (1920, 1024, 512, 256, 128)


def build_pictures(env):
    """Draw all pictures: a variant shows its colour, a style its first variant's.

    Writing an image field scales the picture five times; here each size is made once a colour and
    stored as the field would store it. Further variants point to the same files, which the file
    store names by their content.
    """
    shapes = read_json("data/shapes.json")
    hexes = {row["code"]: row["hex"] for row in read_csv("colours")}
    values, same = [], []
    for number, row in enumerate(read_csv("styles")):
        style = by_xml_id(env, "style", row["style_number"])
        for position, colour in enumerate(split(row["colours"])):
            picture = draw(shapes[row["shape"]], hexes[colour], hexes[_accent(number, colour)])
            first, *others = _variants(style, variant_code(row["style_number"], colour))
            values += _attachments(first, picture)
            same += [("product.product", "image_variant_", first.id, other.id) for other in others]
            if position == 0:
                same.append(("product.template", "image_", first.id, style.id))
    env["ir.attachment"].create(values)
    _share(env, same)


def build_logo(env):
    """Draw the chain's mark for the headquarters and its branches."""
    shape, colour, accent = MARK
    picture = png(draw(read_json("data/shapes.json")[shape], colour, accent))
    env["res.company"].search([]).logo = base64.b64encode(picture)


def _accent(number, colour):
    accent = ACCENTS[number % len(ACCENTS)]
    return accent if accent != colour else ACCENTS[(number + 1) % len(ACCENTS)]


def _variants(style, code):
    """Return the variants of a colour, all sizes."""
    return style.product_variant_ids.filtered(
        lambda variant: f"{variant.default_code}-".startswith(f"{code}-")
    )


def _attachments(variant, picture):
    files = {width: png(picture, width) for width in {min(width, SIZE) for width in WIDTHS}}
    return [
        {
            "name": f"image_variant_{width}",
            "res_model": variant._name,
            "res_field": f"image_variant_{width}",
            "res_id": variant.id,
            "type": "binary",
            "mimetype": "image/png",
            "raw": files[min(width, SIZE)],
        }
        for width in WIDTHS
    ]


def _share(env, same):
    """Repeat the pictures of variants on other records: model, field prefix, from id, to id."""
    env.flush_all()
    env.execute_query(
        SQL(
            """
    INSERT INTO ir_attachment (
           name, res_model, res_field, res_id, company_id, type, public, store_fname, db_datas,
           file_size, checksum, mimetype, create_uid, write_uid, create_date, write_date)
    SELECT replace(name, 'image_variant_', same.prefix), same.model,
           replace(res_field, 'image_variant_', same.prefix), same.target, company_id, type,
           public, store_fname, db_datas, file_size, checksum, mimetype,
           create_uid, write_uid, create_date, write_date
      FROM ir_attachment
      JOIN (VALUES %s) AS same (model, prefix, source, target)
        ON same.source = ir_attachment.res_id
     WHERE res_model = 'product.product' AND res_field LIKE 'image_variant_%%'
 RETURNING id""",
            SQL(", ").join(SQL("%s", row) for row in same),
        )
    )
    env.invalidate_all()
