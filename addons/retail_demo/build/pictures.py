"""Draws a picture of each style in each of its colours."""

import base64

from odoo.tools import SQL

from ..lib.drawing import draw
from .catalogue import variant_code
from .records import by_xml_id
from .tables import read_csv, read_json, split

ACCENTS = ("RED", "WHT", "ORG", "NVY", "TEL", "SND")


def build_pictures(env):
    """Draw all pictures: a style shows its first colour, a variant its own."""
    shapes = read_json("data/shapes.json")
    hexes = {row["code"]: row["hex"] for row in read_csv("colours")}
    by_colour = {}
    for number, row in enumerate(read_csv("styles")):
        style = by_xml_id(env, "style", row["style_number"])
        for position, colour in enumerate(split(row["colours"])):
            accent = _accent(number, colour)
            picture = base64.b64encode(draw(shapes[row["shape"]], hexes[colour], hexes[accent]))
            if position == 0:
                style.image_1920 = picture
            code = variant_code(row["style_number"], colour)
            variants = style.product_variant_ids.filtered(
                lambda variant, code=code: f"{variant.default_code}-".startswith(f"{code}-")
            )
            variants[0].image_variant_1920 = picture
            by_colour[variants[0].id] = variants[1:].ids
    _share_with_other_sizes(env, by_colour)


def _accent(number, colour):
    accent = ACCENTS[number % len(ACCENTS)]
    return accent if accent != colour else ACCENTS[(number + 1) % len(ACCENTS)]


def _share_with_other_sizes(env, by_colour):
    """Give the other sizes the picture of the first one.

    The ORM would scale and store each again, five files a variant; the file store names a file by
    its content, so further rows that point to the same files are all that is needed.
    """
    pairs = [
        SQL("(%s, %s)", first, other) for first, others in by_colour.items() for other in others
    ]
    env.flush_all()
    env.execute_query(
        SQL(
            """
    INSERT INTO ir_attachment (
           name, res_model, res_field, res_id, company_id, type, public, store_fname, db_datas,
           file_size, checksum, mimetype, index_content,
           create_uid, write_uid, create_date, write_date)
    SELECT name, res_model, res_field, pair.other, company_id, type, public, store_fname, db_datas,
           file_size, checksum, mimetype, index_content,
           create_uid, write_uid, create_date, write_date
      FROM ir_attachment
      JOIN (VALUES %s) AS pair (first, other) ON pair.first = ir_attachment.res_id
     WHERE res_model = 'product.product' AND res_field LIKE 'image_variant_%%'
 RETURNING id""",
            SQL(", ").join(pairs),
        )
    )
    env.invalidate_all()
