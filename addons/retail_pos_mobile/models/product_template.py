from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from ..lib import pinyin


class ProductTemplate(models.Model):
    _inherit = "product.template"

    name_pinyin = fields.Char(
        string="Name in Pinyin",
        compute="_compute_name_pinyin",
        store=True,
        index="trigram",
        help="Full pinyin and initials of the name's Chinese, to search by.",
    )

    def _auto_init(self):
        """Fill the column in one statement when it is new, not style by style through the ORM."""
        if not column_exists(self.env.cr, self._table, "name_pinyin"):
            create_column(self.env.cr, self._table, "name_pinyin", "varchar")
            self._fill_name_pinyin()
        return super()._auto_init()

    @api.model
    def _fill_name_pinyin(self):
        """Write the pinyin of all styles, archived ones too, to the database."""
        keys = self._pinyin_of_names(SQL("name IS NOT NULL"))
        ids, values = zip(*((id_, key) for id_, key in keys.items() if key)) if keys else ((), ())
        self.env.execute_query(
            SQL(
                """
                UPDATE product_template style
                   SET name_pinyin = filled.key
                  FROM unnest(%s::int[], %s::text[]) AS filled (id, key)
                 WHERE style.id = filled.id
             RETURNING style.id
                """,
                list(ids),
                list(values),
            )
        )

    @api.depends("name")
    def _compute_name_pinyin(self):
        stored = self.filtered("id")
        keys = {}
        if stored:
            stored.flush_recordset(["name"])
            keys = self._pinyin_of_names(SQL("id IN %s", tuple(stored.ids)))
        for style in self:
            style.name_pinyin = keys.get(style.id) or pinyin.search_key(style.name) or False

    @api.model
    def _pinyin_of_names(self, condition):
        """Return `{style id: pinyin}`, from the name in every language: an English till finds 夹克 too."""
        rows = self.env.execute_query(
            SQL("SELECT id, name FROM product_template WHERE %s", condition)
        )
        return {
            style_id: " ".join(dict.fromkeys(filter(None, map(pinyin.search_key, names.values()))))
            for style_id, names in rows
        }

    @api.model
    def _load_pos_data_fields(self, config):
        return [
            *super()._load_pos_data_fields(config),
            "style_number",
            "product_brand_id",
            "season_id",
            "collection_year",
            "name_pinyin",
        ]
