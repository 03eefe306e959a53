from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from ..lib import pinyin


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "retail.catalogue.watched"]

    _write_date_index = models.Index("(write_date)")

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
        names = super()._load_pos_data_fields(config)
        return [
            *self.env["retail.till.catalogue"]._without_cost(names, config),
            "style_number",
            "product_brand_id",
            "season_id",
            "collection_year",
            "name_pinyin",
        ]

    def _process_pos_ui_product_product(self, products, config_id):
        """@override Odoo converts the cost into the till's currency, also of who gets none."""
        costless = [product for product in products if "standard_price" not in product]
        for product in costless:
            product["standard_price"] = 0
        result = super()._process_pos_ui_product_product(products, config_id)
        for product in costless:
            del product["standard_price"]
        return result

    def _catalogue_styles(self):
        return self.ids

    @api.model
    def _load_pos_data_search_read(self, data, config):
        """@override Of a large catalogue load a few styles only; the phone has the others in columns."""
        if not config._has_large_catalogue():
            return super()._load_pos_data_search_read(data, config)
        working_set = tuple(config._working_set())
        styles = self.with_context(catalogue_working_set=working_set)
        return super(ProductTemplate, styles)._load_pos_data_search_read(data, config)

    def _load_product_with_domain(self, domain, load_archived=False, offset=0, limit=0):
        working_set = self.env.context.get("catalogue_working_set")
        if working_set is not None:
            domain = Domain(domain) & Domain("id", "in", working_set)
        return super()._load_product_with_domain(domain, load_archived, offset, limit)

    def _add_archived_combinations(self, products):
        """@override Look at those that have something to exclude; natively each is looked at by itself."""
        ids = [product["id"] for product in products]
        excluding = self._excluding_styles(ids)
        for product in products:
            product["_archived_combinations"] = []
        return super()._add_archived_combinations(
            [each for each in products if each["id"] in excluding]
        )

    @api.model
    def _excluding_styles(self, ids):
        """Return the ids of the styles with archived variants or combinations that cannot be."""
        if not ids:
            return set()
        for model in ("product.product", "product.template.attribute.exclusion"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product_tmpl_id FROM product_product
                 WHERE product_tmpl_id IN %(ids)s AND NOT active
                   AND COALESCE(combination_indices, '') != ''
                 UNION
                SELECT product_tmpl_id FROM product_template_attribute_exclusion
                 WHERE product_tmpl_id IN %(ids)s
                 UNION
                SELECT value.product_tmpl_id
                  FROM product_template_attribute_exclusion exclusion
                  JOIN product_template_attribute_value value
                    ON value.id = exclusion.product_template_attribute_value_id
                 WHERE value.product_tmpl_id IN %(ids)s
                """,
                ids=tuple(ids),
            )
        )
        return {id_ for (id_,) in rows}
