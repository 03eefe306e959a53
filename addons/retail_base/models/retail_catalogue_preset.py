from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.catalogue import Mapping, guess_mapping

# Field of the preset and the name of its column in `lib.catalogue.Mapping`
COLUMNS = {
    "style_column": "style",
    "colour_column": "colour",
    "size_column": "size",
    "name_column": "name",
    "brand_column": "brand",
    "price_column": "price",
    "barcode_column": "barcode",
    "stock_column": "stock",
    "launch_date_column": "launch_date",
    "season_column": "season",
    "year_column": "year",
    "day_column": "day",
    "units_column": "units",
    "price_day_column": "price_day",
    "current_price_column": "current_price",
}


class RetailCataloguePreset(models.Model):
    """Which column of a file means what; the name of the column stands in each field."""

    _name = "retail.catalogue.preset"
    _description = "Catalogue Preset"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="How the command line calls this preset.")
    active = fields.Boolean(default=True)
    delimiter = fields.Selection(
        [("|", "Bar |"), (";", "Semicolon ;"), (",", "Comma ,"), ("\t", "Tab")],
        help="What stands between two cells; found out if empty.",
    )
    encoding = fields.Selection(
        [
            ("utf-8", "Unicode (UTF-8)"),
            ("gb18030", "Chinese (GB18030, GBK)"),
            ("cp1252", "Western European (Windows-1252)"),
        ],
        help="How the file's letters are written; if empty, Unicode, or Chinese if it is not that.",
    )
    style_column = fields.Char(string="Style Number", required=True)
    colour_column = fields.Char(string="Color")
    size_column = fields.Char(string="Size")
    name_column = fields.Char(string="Style Name")
    brand_column = fields.Char(string="Brand")
    price_column = fields.Char(string="List Price")
    barcode_column = fields.Char(string="Barcode")
    stock_column = fields.Char(string="Opening Stock")
    launch_date_column = fields.Char(string="Launch Date")
    season_column = fields.Char(string="Season", help="Holds the name or the code of a season.")
    year_column = fields.Char(string="Collection Year")
    category_columns = fields.Char(
        string="Categories", help="One column a level, the widest first, with commas between."
    )
    day_column = fields.Char(string="Day of Sale")
    units_column = fields.Char(string="Units Sold")
    current_price_column = fields.Char(
        string="Current Price",
        help="Empty if the price list has a column for each day, named by its date.",
    )
    price_day_column = fields.Char(
        string="Day of Price", help="If a variant has several prices, the latest counts."
    )
    name_pattern = fields.Char(
        default="{brand} {style}",
        required=True,
        help="Makes a name for styles that have none, from {brand}, {style} and {category}.",
    )
    category_labels = fields.Char(
        help="Makes names of codes, one label a level with commas between: “Group {}, Class {}”."
    )
    colours = fields.Text(
        string="Color Words", help="One a line, the file's word first: “schwarz = Black”."
    )
    empty_colour = fields.Char(
        string="Word for No Color", default=lambda self: self.env._("No Color"), required=True
    )
    empty_size = fields.Char(
        string="Word for No Size", default=lambda self: self.env._("One Size"), required=True
    )
    colour_attribute_id = fields.Many2one(
        "product.attribute",
        string="Color Attribute",
        required=True,
        domain=[("create_variant", "=", "always")],
        default=lambda self: self.env.ref("retail_base.attribute_colour", False),
    )
    size_attribute_id = fields.Many2one(
        "product.attribute",
        required=True,
        domain=[("create_variant", "=", "always")],
        default=lambda self: self.env.ref("retail_base.attribute_size", False),
    )

    _code_unique = models.Constraint("unique(code)", "Another preset has this code already.")

    @api.constrains("colours")
    def _check_colours(self):
        for preset in self:
            for line in (preset.colours or "").splitlines():
                if line.strip() and not all(map(str.strip, line.partition("="))):
                    raise ValidationError(
                        self.env._(
                            "Color words read “file's word = your word”. “%s” does not.", line
                        )
                    )

    @api.constrains("colour_attribute_id", "size_attribute_id")
    def _check_attributes(self):
        for preset in self:
            attributes = preset.colour_attribute_id | preset.size_attribute_id
            if len(attributes) < 2 or set(attributes.mapped("create_variant")) != {"always"}:
                raise ValidationError(
                    self.env._(
                        "Color and size are two attributes, whose variants are created instantly."
                    )
                )

    @api.model
    def _from_header(self, header, filename):
        """Make a preset with the usual names of columns, as far as HEADER has them."""
        guess = guess_mapping(header)
        code = (filename or "catalogue").partition(".")[0]
        taken = self.with_context(active_test=False).search_count([("code", "=like", f"{code}%")])
        return self.create(
            {
                "name": filename or self.env._("Catalogue"),
                "code": f"{code}-{taken + 1}" if taken else code,
                "category_columns": ", ".join(guess.categories),
                **{field: getattr(guess, column) or False for field, column in COLUMNS.items()},
                "style_column": guess.style or header[0],
            }
        )

    def _mapping(self):
        """This preset as the readers of `lib.catalogue` take it."""
        self.ensure_one()
        return Mapping(
            **{column: (self[field] or "").strip() for field, column in COLUMNS.items()},
            categories=_split(self.category_columns),
            category_labels=_split(self.category_labels),
            colours=self._colour_words(),
            empty_colour=self.empty_colour,
            empty_size=self.empty_size,
        )

    def _format(self):
        """Delimiter and encodings as `read_table` takes them; what is not set is found out."""
        chosen = {"delimiter": self.delimiter, "encodings": self.encoding and (self.encoding,)}
        return {name: value for name, value in chosen.items() if value}

    def _style_name(self, style):
        """A name for a style whose file has none."""
        category = style.categories[-1] if style.categories else ""
        name = self.name_pattern
        for word, value in (
            ("brand", style.brand),
            ("style", style.number),
            ("category", category),
        ):
            name = name.replace("{" + word + "}", value)
        return " ".join(name.split()) or style.number

    def _colour_words(self):
        """{word of the file, lower case: word of the shop}"""
        lines = [line.partition("=") for line in (self.colours or "").splitlines()]
        return {theirs.strip().casefold(): ours.strip() for theirs, sign, ours in lines if sign}


def _split(text):
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
