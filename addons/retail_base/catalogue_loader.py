"""Bring styles that were read from a file into products, a batch at a time and in sets.

The order within a batch, each step one bulk call of the ORM::

    words        brands, categories, colours, sizes that are new
    templates    new styles; changed fields of known ones
    lines        which colours and sizes a style has, and Odoo's value records between the two
    exclusions   pairs of colour and size that the file does not have: Odoo then never makes them
    variants     exactly the pairs of the file, with code and barcode
    prices       what a size costs more or less than the list price
    stock        inventory moves for variants that have never moved in the store

Variants are made here and not by `_create_variant_ids`, which would make every colour in every size.
"""

from collections import Counter, defaultdict

from odoo import Command
from odoo.fields import Domain
from odoo.tools import SQL, float_compare

from .lib.catalogue import RowError, size_sequence, split_prices

# Nobody follows thousands of new products; values and variants are made explicitly
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "create_product_product": False,
    "update_product_template_attribute_values": False,
    "active_test": False,
    "lang": None,
}


class VariantIndex:
    """Which variant is this style in this colour and size? One statement answers for all styles."""

    def __init__(self, env, preset, numbers):
        self.colour_ids = _names(env, preset.colour_attribute_id)
        self.size_ids = _names(env, preset.size_attribute_id)
        self.templates = {}
        self.variants = defaultdict(dict)
        self.foreign = set()
        self._read(env, preset, list(numbers))

    def _read(self, env, preset, numbers):
        env.flush_all()
        companies = env.company.parent_ids.ids
        rows = env.execute_query(
            SQL(
                """
                SELECT template.style_number, template.id, variant.id, count(value.id),
                       max(value.product_attribute_value_id) FILTER (WHERE value.attribute_id = %s),
                       max(value.product_attribute_value_id) FILTER (WHERE value.attribute_id = %s)
                  FROM product_template template
             LEFT JOIN product_product variant ON variant.product_tmpl_id = template.id
             LEFT JOIN product_variant_combination pair ON pair.product_product_id = variant.id
             LEFT JOIN product_template_attribute_value value
                    ON value.id = pair.product_template_attribute_value_id
                 WHERE template.style_number = ANY(%s)
                   AND (template.company_id IS NULL OR template.company_id = ANY(%s))
              GROUP BY template.id, variant.id
              ORDER BY template.company_id NULLS FIRST, variant.active, variant.id DESC
                """,
                preset.colour_attribute_id.id,
                preset.size_attribute_id.id,
                numbers,
                companies,
            )
        )
        for number, template_id, variant_id, values, colour_id, size_id in rows:
            self.templates[number] = template_id
            if variant_id and values == bool(colour_id) + bool(size_id):
                self.variants[template_id][colour_id, size_id] = variant_id
            elif variant_id:
                self.foreign.add(template_id)

    def find(self, row):
        """The id of the variant that ROW is about, or the RowError that says why there is none."""
        values = {"style": row.style, "size": row.size}
        variants = self.variants.get(self.templates.get(row.style), {})
        size_id = self.size_ids.get(row.size.casefold())
        if row.colour:
            found = [variants.get((self.colour_ids.get(row.colour.casefold()), size_id))]
        else:
            found = [variant for (_colour, size), variant in variants.items() if size == size_id]
        if size_id is None or not any(found):
            return RowError(row.line, "not_in_catalogue", values)
        if len(found) > 1:
            return RowError(row.line, "colour_unclear", values)
        return found[0]


class CatalogueLoader:
    """Loads batches for one import document; `counts` and `issues` tell what came of the last."""

    def __init__(self, document):
        self.document = document
        self.preset = document.preset_id
        self.store = document.store_id
        # Whoever may start an import may have it create brands, categories and products
        self.env = document.env(
            user=document.user_id.id,
            su=True,
            context={
                **document.env.context,
                **QUIET,
                "allowed_company_ids": [document.company_id.id],
            },
        )
        self.counts = Counter()
        self.issues = []

    def load(self, styles):
        """Create or update the products of STYLES."""
        self.counts, self.issues = Counter(), []
        self._add_words(styles)
        index = VariantIndex(self.env, self.preset, [style.number for style in styles])
        pairs = self._load_templates(styles, index)
        values = self._load_values(pairs, index)
        self._exclude_absent_pairs(pairs, values, index)
        variants = self._load_variants(pairs, values)
        self._load_prices(pairs, values, index)
        self._load_stock(variants)

    # -- Words ------------------------------------------------------------------------------------

    def _add_words(self, styles):
        variants = [variant for style in styles for variant in style.variants]
        self.brands = self._named("product.brand", {style.brand for style in styles})
        self.seasons = _names(self.env, self.env["retail.season"])
        seasons = self.env["retail.season"].search_fetch([], ["code"])
        self.seasons.update({season.code.casefold(): season.id for season in seasons})
        self.categories = self._category_ids({style.categories for style in styles})
        self._add_values(self.preset.colour_attribute_id, {variant.colour for variant in variants})
        self._add_values(self.preset.size_attribute_id, {variant.size for variant in variants})

    def _named(self, model, names):
        """Ids by name without case; what is new is created."""
        known = {
            record.name.casefold(): record.id
            for record in self.env[model].search_fetch([], ["name"])
        }
        new = {name.casefold(): name for name in sorted(names) if name}
        new = {key: name for key, name in new.items() if key not in known}
        created = self.env[model].create([{"name": name} for name in new.values()])
        return known | dict(zip(new, created.ids, strict=True))

    def _category_ids(self, paths):
        """Ids by path of names; a new path is created level by level."""
        categories = self.env["product.category"].search_fetch([], ["name", "parent_id"])
        known = {(category.parent_id.id, category.name): category.id for category in categories}
        found = {}
        for path in sorted(paths, key=len):
            parent_id = False
            for level in range(len(path)):
                key = (parent_id, path[level])
                if key not in known:
                    vals = {"name": path[level], "parent_id": parent_id}
                    known[key] = self.env["product.category"].create(vals).id
                parent_id = known[key]
            found[path] = parent_id
        return found

    def _add_values(self, attribute, names):
        known = _names(self.env, attribute)
        new = {name.casefold(): name for name in sorted(names) if name}
        is_size = attribute == self.preset.size_attribute_id
        self.env["product.attribute.value"].create(
            [
                {
                    "name": name,
                    "attribute_id": attribute.id,
                    **({"sequence": size_sequence(name)} if is_size else {}),
                }
                for key, name in new.items()
                if key not in known
            ]
        )

    # -- Templates --------------------------------------------------------------------------------

    def _load_templates(self, styles, index):
        """Create and update; return the pairs (template, style) that go on."""
        Template = self.env["product.template"]
        known = Template.browse(index.templates.values()).grouped("id")
        new, pairs = [], []
        for style in styles:
            template = known.get(index.templates.get(style.number), Template)
            vals = self._template_vals(style)
            if style.season and style.season.casefold() not in self.seasons:
                self._leave_out(style, "unknown_season", {"season": style.season})
            elif not template:
                new.append((vals, style))
            elif not template.active:
                values = {"product": template.display_name}
                self.issues.append(RowError(style.line, "archived", values, notice=True))
            elif not self._same_attributes(template, style, index):
                self._leave_out(style, "other_attributes", {"style": style.number})
            else:
                self._update_template(template, vals)
                pairs.append((template, style))
        created = Template.create(
            [self.document._prepare_new_style_values(style, vals) for vals, style in new]
        )
        self.counts["style_created"] += len(created)
        pairs += zip(created, (style for _vals, style in new), strict=True)
        return pairs

    def _template_vals(self, style):
        """What the file says of a style; what it does not say is left as it is."""
        list_price, _extras, _left = split_prices(style.variants)
        vals = {
            "name": style.name,
            "product_brand_id": self.brands.get(style.brand.casefold()),
            "categ_id": style.categories and self.categories[style.categories],
            "season_id": self.seasons.get(style.season.casefold()),
            "collection_year": style.year,
            "launch_date": style.launch_date,
        }
        vals = {field: value for field, value in vals.items() if value}
        if list_price is not None:
            vals["list_price"] = list_price
        return vals

    def _same_attributes(self, template, style, index):
        """Whether colour and size are all that tells the variants of a known style apart."""
        expected = self.preset.size_attribute_id
        if style.variants[0].colour:
            expected |= self.preset.colour_attribute_id
        lines = template.attribute_line_ids.filtered("active")
        return template.id not in index.foreign and lines.attribute_id == expected

    def _update_template(self, template, vals):
        current = template.read(list(vals), load=False)[0]
        changed = {field: value for field, value in vals.items() if current[field] != value}
        if "list_price" in changed and self._same_price(template.list_price, vals["list_price"]):
            del changed["list_price"]
        if changed:
            template.write(changed)
        self.counts["style_updated" if changed else "style_unchanged"] += 1

    def _same_price(self, one, other):
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return not float_compare(one, other, precision_digits=digits)

    # -- Colours and sizes of a style -------------------------------------------------------------

    def _load_values(self, pairs, index):
        """Give each template its colours and sizes.

        Returns {(template id, attribute value id): product.template.attribute.value}.
        """
        Line = self.env["product.template.attribute.line"]
        index.colour_ids = _names(self.env, self.preset.colour_attribute_id)
        index.size_ids = _names(self.env, self.preset.size_attribute_id)
        wanted = defaultdict(set)
        for template, style in pairs:
            for colour_id, size_id in self._wanted(style, index):
                wanted[template.id, self.preset.size_attribute_id.id].add(size_id)
                if colour_id:
                    wanted[template.id, self.preset.colour_attribute_id.id].add(colour_id)
        templates = self.env["product.template"].browse(template.id for template, _ in pairs)
        lines = {
            (line.product_tmpl_id.id, line.attribute_id.id): line
            for line in Line.search(
                [("product_tmpl_id", "in", templates.ids), ("active", "=", True)]
            )
        }
        new_lines = []
        for (template_id, attribute_id), value_ids in wanted.items():
            line = lines.get((template_id, attribute_id))
            if not line:
                new_lines.append(
                    {
                        "product_tmpl_id": template_id,
                        "attribute_id": attribute_id,
                        "value_ids": [Command.set(sorted(value_ids))],
                    }
                )
            elif missing := value_ids - set(line.value_ids.ids):
                line.write({"value_ids": [Command.link(value_id) for value_id in missing]})
        Line.create(new_lines)
        return self._template_values(templates, wanted)

    def _template_values(self, templates, wanted):
        """Odoo's records between a template's line and a value, created where they are missing."""
        Value = self.env["product.template.attribute.value"]
        lines = self.env["product.template.attribute.line"].search(
            [("product_tmpl_id", "in", templates.ids), ("active", "=", True)]
        )
        values = {
            (value.product_tmpl_id.id, value.product_attribute_value_id.id): value
            for value in Value.search([("attribute_line_id", "in", lines.ids)])
        }
        line_ids = {(line.product_tmpl_id.id, line.attribute_id.id): line.id for line in lines}
        missing = [
            (template_id, attribute_id, value_id)
            for (template_id, attribute_id), value_ids in wanted.items()
            for value_id in sorted(value_ids)
            if (template_id, value_id) not in values
        ]
        created = Value.create(
            [
                {
                    "attribute_line_id": line_ids[template_id, attribute_id],
                    "product_attribute_value_id": value_id,
                }
                for template_id, attribute_id, value_id in missing
            ]
        )
        for (template_id, _attribute_id, value_id), value in zip(missing, created, strict=True):
            values[template_id, value_id] = value
        asleep = Value.browse(value.id for value in values.values() if not value.ptav_active)
        asleep.filtered(
            lambda value: (
                (value.product_attribute_value_id.id)
                in wanted.get((value.product_tmpl_id.id, value.attribute_id.id), ())
            )
        ).ptav_active = True
        return values

    def _wanted(self, style, index):
        """The pairs (colour value id or None, size value id) of a style, and the variant of each."""
        return {
            (
                index.colour_ids[variant.colour.casefold()] if variant.colour else None,
                index.size_ids[variant.size.casefold()],
            ): variant
            for variant in style.variants
        }

    def _exclude_absent_pairs(self, pairs, values, index):
        """Tell Odoo which colours do not come in which sizes, so that nobody can sell them.

        Without the exclusion, the next change of the style's sizes would make all pairs.
        """
        Exclusion = self.env["product.template.attribute.exclusion"]
        styles = {template.id: style for template, style in pairs}
        excluded = defaultdict(dict)
        for exclusion in Exclusion.search([("product_tmpl_id", "in", list(styles))]):
            colour = exclusion.product_template_attribute_value_id
            for size in exclusion.value_ids:
                excluded[colour.product_tmpl_id.id][colour.id, size.id] = exclusion
        new = defaultdict(list)
        for template_id, style in styles.items():
            wanted = set(self._wanted(style, index))
            present = wanted | set(index.variants[template_id])
            colours = {colour_id for colour_id, _size_id in present if colour_id}
            sizes = {size_id for _colour_id, size_id in present if size_id}
            for colour_id in colours:
                for size_id in sizes:
                    pair = values[template_id, colour_id], values[template_id, size_id]
                    ids = pair[0].id, pair[1].id
                    exclusion = excluded[template_id].get(ids)
                    if (colour_id, size_id) not in present and not exclusion:
                        new[template_id, ids[0]].append(ids[1])
                    elif exclusion and (colour_id, size_id) in wanted:
                        exclusion.write({"value_ids": [Command.unlink(ids[1])]})
        Exclusion.create(
            [
                {
                    "product_tmpl_id": template_id,
                    "product_template_attribute_value_id": colour_id,
                    "value_ids": [Command.set(size_ids)],
                }
                for (template_id, colour_id), size_ids in new.items()
            ]
        )

    # -- Variants ---------------------------------------------------------------------------------

    def _load_variants(self, pairs, values):
        """Create the variants that are missing; return {variant: what the file says of it}."""
        index = VariantIndex(self.env, self.preset, [style.number for _template, style in pairs])
        taken = self._barcodes_taken(pairs)
        found, new = {}, []
        for template, style in pairs:
            several = len({variant.colour for variant in style.variants}) > 1
            for pair, variant in self._wanted(style, index).items():
                vals = {"default_code": _code(style.number, variant, several)}
                if variant.barcode:
                    vals["barcode"] = variant.barcode
                variant_id = index.variants[template.id].get(pair)
                if variant_id:
                    found[variant_id] = variant, vals
                else:
                    value_ids = [values[template.id, value_id].id for value_id in pair if value_id]
                    vals["product_tmpl_id"] = template.id
                    vals["product_template_attribute_value_ids"] = [Command.set(value_ids)]
                    new.append((variant, vals))
        return self._update_variants(found, taken) | self._create_variants(new, taken)

    def _update_variants(self, found, taken):
        """Fill in a code where there is none, and the barcode of the file; leave archived ones."""
        variants = {}
        records = self.env["product.product"].browse(found)
        for record in records:
            variant, vals = found[record.id]
            if not record.active:
                values = {"product": record.display_name}
                self.issues.append(RowError(variant.line, "archived", values, notice=True))
                continue
            self._drop_taken_barcode(variant, vals, taken, record)
            if record.default_code:
                del vals["default_code"]
            if any(record[field] != value for field, value in vals.items()):
                record.write(vals)
            variants[record] = variant
        return variants

    def _create_variants(self, new, taken):
        for variant, vals in new:
            self._drop_taken_barcode(variant, vals, taken, self.env["product.product"])
        records = self.env["product.product"].create([vals for _variant, vals in new])
        self.counts["variant_created"] += len(records)
        return dict(zip(records, (variant for variant, _vals in new), strict=True))

    def _barcodes_taken(self, pairs):
        """{barcode: product that has it} of the barcodes in the batch."""
        barcodes = [variant.barcode for _, style in pairs for variant in style.variants]
        domain = Domain("barcode", "in", [barcode for barcode in barcodes if barcode])
        products = self.env["product.product"].search_fetch(domain, ["barcode"])
        return {product.barcode: product for product in products}

    def _drop_taken_barcode(self, variant, vals, taken, record):
        owner = taken.get(vals.get("barcode"))
        if owner and owner != record:
            values = {"barcode": vals.pop("barcode"), "product": owner.display_name}
            self.issues.append(RowError(variant.line, "barcode_taken", values, notice=True))

    # -- Prices and stock -------------------------------------------------------------------------

    def _load_prices(self, pairs, values, index):
        """Let sizes cost more or less than the list price; say which variants cannot follow."""
        for template, style in pairs:
            list_price, extras, left = split_prices(style.variants)
            if list_price is None:
                continue
            for size in {variant.size for variant in style.variants}:
                value = values[template.id, index.size_ids[size.casefold()]]
                if not self._same_price(value.price_extra, extras.get(size, 0)):
                    value.price_extra = extras.get(size, 0)
            for variant in left:
                used = list_price + extras.get(variant.size, 0)
                reason = {"used": f"{used:.2f}", "price": f"{variant.price:.2f}"}
                self.issues.append(RowError(variant.line, "price_by_colour", reason, notice=True))

    def _load_stock(self, variants):
        """Book the opening stock of variants that have neither moved nor been counted here.

        These are the moves of a native inventory. Its quants are not created first, only to be
        counted: that would double the time.
        """
        stocked = {product: row.stock for product, row in variants.items() if row.stock}
        untouched = self._never_here([product.id for product in stocked])
        stocked = {product: qty for product, qty in stocked.items() if product.id in untouched}
        location = self.store.lot_stock_id
        Quant = self.env["stock.quant"].with_context(inventory_name=self.document._inventory_name())
        moves = self.env["stock.move"].create(
            [
                Quant.new(
                    {"product_id": product.id, "location_id": location.id}
                )._get_inventory_move_values(qty, product.property_stock_inventory, location)
                for product, qty in stocked.items()
            ]
        )
        moves._action_done()
        self.counts["stock_pairs"] += len(moves)
        self.counts["stock_units"] += sum(stocked.values())

    def _never_here(self, product_ids):
        """Of PRODUCT_IDS, those without any done move into or out of the store, and any quant in it."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT candidate.id
                  FROM unnest(%(products)s::int[]) AS candidate (id)
                 WHERE NOT EXISTS (
                       SELECT FROM stock_quant quant
                              JOIN stock_location place ON place.id = quant.location_id
                        WHERE quant.product_id = candidate.id AND place.parent_path LIKE %(store)s)
                   AND NOT EXISTS (
                       SELECT FROM stock_move move
                              JOIN stock_location place
                                ON place.id IN (move.location_id, move.location_dest_id)
                        WHERE move.product_id = candidate.id AND move.state = 'done'
                          AND place.parent_path LIKE %(store)s)
                """,
                products=list(product_ids),
                store=f"{self.store.view_location_id.parent_path}%",
            )
        )
        return {product_id for (product_id,) in rows}

    def _leave_out(self, style, reason, values):
        """Refuse a whole style: each of its rows is named."""
        self.issues += [RowError(variant.line, reason, values) for variant in style.variants]


def _names(env, records):
    """Ids by name without case, in any language: of an attribute's values, or of all seasons."""
    if records._name == "product.attribute":
        records = env["product.attribute.value"].search([("attribute_id", "in", records.ids)])
    else:
        records = env[records._name].search([])
    records.flush_model(["name"])
    rows = env.execute_query(
        SQL(
            "SELECT name.value, record.id FROM %s record, jsonb_each_text(record.name) name"
            " WHERE record.id = ANY(%s) ORDER BY record.id DESC",
            SQL.identifier(records._table),
            records.ids,
        )
    )
    return {name.casefold(): record_id for name, record_id in rows}


def _code(number, variant, several_colours):
    """The internal reference of a variant: style and size, and between them the colour if it has several.

    >>> from .lib.catalogue import Variant
    >>> _code("10000", Variant(2, "Red", "XL ( 158-170 )", 25.33, 1, ""), False)
    '10000-XL(158-170)'
    """
    parts = [number, *([variant.colour] if several_colours else []), variant.size]
    return "-".join(part.replace(" ", "") for part in parts)
