import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.retail_base.lib.asks import asks

from ..lib.columns import decode, table
from .pos_order import MANAGERS
from .retail_return import TILL_USER

STYLES_A_BLOCK = 1000  # of one answer
STYLES_A_PIECE = 64  # what a phone unpacks to have one of them
LARGE_FROM = 2000  # styles; below, the till loads everything as Odoo does
LARGE_PARAMETER = "retail_pos_mobile.large_catalogue_from"
KEPT_DAYS = 25  # a phone that was away longer loads all anew
FORMAT = 1  # of the tables; another number makes every phone load anew
WITHOUT_COST = ("standard_price",)


class RetailTillCatalogue(models.AbstractModel):
    """All that a till may sell, in columns, for a phone that cannot hold it as records.

    A phone asks for the plan, then for each block of it, then now and then for what changed since. The
    records are those that `product.template.load_product_from_pos` answers with, field by field, so that
    the phone can hand any of them to Odoo's own models; only they are read by a few SQL statements a
    block, not by the ORM, which takes a millisecond a product.
    """

    _name = "retail.till.catalogue"
    _description = "Catalogue of a Till in Columns"

    # What a phone asks

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def plan(self, config_id):
        """Return how to load the whole catalogue.

        :return: `{"key", "stamp", "count": styles, "blocks": [[first id, last id]], "general": items}`;
            `key` changes with everything that makes all records different; `stamp` is what to ask the
            changes since
        """
        config, catalogue = self._open(config_id)
        snapshots = self.env["retail.catalogue.snapshot"]
        stamp, count, blocks = snapshots._current(catalogue, config)
        return {
            "key": catalogue._key(config),
            "stamp": stamp,
            "count": count,
            "blocks": blocks,
            "general": catalogue._general_rules(config),
        }

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def block(self, config_id, first, last):
        """Return the styles from one id to another, as compressed lines of JSON.

        A line is a piece: some dozens of styles with what belongs to them, by model a table.
        """
        config, catalogue = self._open(config_id)
        snapshots = self.env["retail.catalogue.snapshot"]
        return snapshots._block(catalogue, config, int(first), int(last))

    @api.model
    @asks("read", "pos.config")
    @asks(groups=(TILL_USER,))
    def changes(self, config_id, since, key):
        """Return what changed since a stamp.

        :return: `{"stamp", "blocks": as of `block`, "gone": ids of styles that are sold no longer,
            "general": items}`, or `{"reload": True}` where only the whole catalogue helps
        """
        config, catalogue = self._open(config_id)
        since = fields.Datetime.to_datetime(since)
        oldest = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        if key != catalogue._key(config) or not since or since < oldest:
            return {"reload": True}
        stamp = catalogue._stamp()
        changed = catalogue._changed_styles(config, since)
        blocks = catalogue._pieces(config, Domain("id", "in", changed)) if changed else []
        there = {id_ for tables in blocks for id_ in ids_of(tables["product.template"])}
        return {
            "stamp": stamp,
            "blocks": blocks,
            "gone": [id_ for id_ in changed if id_ not in there],
            "general": catalogue._general_rules(config),
        }

    @api.model
    def _begin(self, config_id):
        """What a till that loaded its records right now asks the changes with."""
        config, catalogue = self._open(config_id)
        return {"key": catalogue._key(config), "stamp": catalogue._stamp()}

    @api.model
    @api.private
    def is_large(self, config):
        """Whether a till has so many styles that it loads but a few of them as records."""
        least = self.env["ir.config_parameter"].sudo().get_param(LARGE_PARAMETER, LARGE_FROM)
        if not config.store_id.sudo().is_store:
            return False
        query = self._styles_of(config)
        query.limit = int(least) + 1
        return len(self.env.execute_query(query.select())) > int(least)

    # What belongs to it

    @api.model
    def _open(self, config_id):
        """Return the till, refused to who may not open it, and this model in its company."""
        if not isinstance(config_id, int):
            raise UserError(self.env._("Which till asks?"))
        config = self.env["pos.config"].browse(config_id).exists()
        config.check_access("read")
        if not config:
            raise UserError(self.env._("This till is no longer there."))
        self.env.flush_all()
        company = config.sudo().company_id
        catalogue = self.with_company(company).with_context(display_default_code=False)
        return config.with_env(catalogue.env), catalogue

    @api.model
    def _styles_of(self, config, among=Domain.TRUE):
        """Query of the ids of what the till sells, in their order."""
        styles = self.env["product.template"]
        domain = Domain(styles._load_pos_data_domain({}, config)) & Domain(among)
        return styles._search(domain, order="id")

    @api.model
    def _pricelists(self, config):
        return (
            config._get_available_pricelists()
            | self.env["pos.preset"].search([("pricelist_id", "!=", False)]).pricelist_id
        )

    @api.model
    def _fields_of(self, config):
        """The fields by model, as Odoo loads them."""
        return {
            model: list(dict.fromkeys(self.env[model]._load_pos_data_fields(config)))
            for model in (
                "product.template",
                "product.product",
                "product.template.attribute.line",
                "product.template.attribute.value",
                "product.pricelist.item",
                "product.uom",
            )
        }

    @api.model
    def _without_cost(self, names, config):
        """Return the fields without the cost, where this user's phone gets none."""
        if self._shows_cost(config):
            return names
        return [name for name in names if name not in WITHOUT_COST]

    @api.model
    def _shows_cost(self, config):
        """Store staff get no cost, unless a price is made of it and tells it anyhow."""
        user = self.env.user
        return (any(map(user.has_group, MANAGERS)) and not user._is_cost_blind()) or bool(
            self.env["product.pricelist.item"].search_count(
                [
                    ("pricelist_id", "in", self._pricelists(config).ids),
                    ("base", "=", "standard_price"),
                ],
                limit=1,
            )
        )

    @api.model
    def _fill_costs(self, products, rows, config):
        """Put into `rows` of `products` the costs that a price is made of, for who reads none.

        Only the costs are read as the superuser: so read, the rest would bring other companies' taxes.
        """
        if not products._is_cost_blind() or not self._shows_cost(config):
            return
        company = self.env.company
        costs = {product.id: product.standard_price for product in products.sudo()}
        for row in rows:
            cost = costs[row["id"]]
            if config.currency_id != company.currency_id:
                cost = company.currency_id._convert(
                    cost, config.currency_id, company, fields.Date.today()
                )
            row["standard_price"] = cost

    @api.model
    def _key(self, config):
        """A mark of all that, when it changes, changes every record."""
        domain = Domain(self.env["product.template"]._load_pos_data_domain({}, config))
        parts = [
            FORMAT,
            config.company_id.id,
            config.currency_id.id,
            self.env.lang,
            sorted(self._pricelists(config).ids),
            sorted(map(str, domain.iter_conditions())),
            self._fields_of(config),
            str(self.env["ir.rule"]._compute_domain("product.template", "read")),
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]

    @api.model
    def _cut(self, config):
        """Return how many styles there are, and the ids at which blocks of them begin and end."""
        ids = [id_ for (id_,) in self.env.execute_query(self._styles_of(config).select())]
        blocks = [ids[at : at + STYLES_A_BLOCK] for at in range(0, len(ids), STYLES_A_BLOCK)]
        return len(ids), [[block[0], block[-1]] for block in blocks]

    @api.model
    def _stamp(self):
        """The time before which everything is in what this transaction sees.

        A record bears the time at which its transaction began. Of one that still runs, nothing is seen
        yet; so the stamp lies before the begin of the longest.
        """
        [[stamp]] = self.env.execute_query(
            SQL(
                """
                SELECT (LEAST(now(), MIN(xact_start)) - interval '2 seconds') AT TIME ZONE 'UTC'
                  FROM pg_stat_activity
                 WHERE datname = current_database()
                """
            )
        )
        return fields.Datetime.to_string(stamp)

    @api.model
    def _changed_styles(self, config, since):
        """Ids of the styles of which anything changed, prices that begin or end by themselves included."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM product_template WHERE write_date > %(since)s
                 UNION
                SELECT product_tmpl_id FROM product_product WHERE write_date > %(since)s
                 UNION
                SELECT COALESCE(item.product_tmpl_id, variant.product_tmpl_id)
                  FROM product_pricelist_item item
             LEFT JOIN product_product variant ON variant.id = item.product_id
                 WHERE item.write_date > %(since)s
                    OR item.date_start > %(since)s AND item.date_start <= %(now)s
                    OR item.date_end > %(since)s AND item.date_end <= %(now)s
                 UNION
                SELECT product_tmpl_id FROM product_template_attribute_line
                 WHERE write_date > %(since)s
                 UNION
                SELECT value.product_tmpl_id
                  FROM product_template_attribute_value value
                 WHERE value.write_date > %(since)s
                 UNION
                SELECT value.product_tmpl_id
                  FROM product_attribute_value named
                  JOIN product_template_attribute_value value
                    ON value.product_attribute_value_id = named.id
                 WHERE named.write_date > %(since)s
                 UNION
                SELECT variant.product_tmpl_id
                  FROM product_uom package
                  JOIN product_product variant ON variant.id = package.product_id
                 WHERE package.write_date > %(since)s
                 UNION
                SELECT style FROM retail_catalogue_change WHERE create_date > %(since)s
                """,
                since=since,
                now=fields.Datetime.now(),
            )
        )
        return sorted(id_ for (id_,) in rows if id_)

    # Reading

    @api.model
    def _pieces(self, config, among):
        """Read the styles, and cut them with all that is theirs into pieces."""
        rows = self._rows(config, among)
        ids = [style["id"] for style in rows["product.template"]]
        place = {id_: at // STYLES_A_PIECE for at, id_ in enumerate(ids)}
        pieces = [{model: [] for model in rows} for _first in range(0, len(ids), STYLES_A_PIECE)]
        for model, records in rows.items():
            for record in records:
                pieces[place[record.get("_style") or record["id"]]][model].append(record)
        return [{model: table(records) for model, records in piece.items()} for piece in pieces]

    @api.model
    def _rows(self, config, among):
        names = self._fields_of(config)
        styles = self._read("product.template", names, self._styles_of(config, among))
        self._finish_styles(styles, names["product.template"], config)
        ids = [style["id"] for style in styles]
        variants = self._children("product.product", names, [("product_tmpl_id", "in", ids)])
        variant_ids = [variant["id"] for variant in variants]
        values = self._children(
            "product.template.attribute.value",
            names,
            [("product_tmpl_id", "in", ids), ("ptav_active", "=", True)],
        )
        lines = self._children(
            "product.template.attribute.line", names, [("product_tmpl_id", "in", ids)]
        )
        self._finish_variants(variants, styles, values, names["product.product"], config)
        self._finish_lines(lines)
        items = self._items(config, names, ids, variant_ids)
        packages = self._children("product.uom", names, [("product_id", "in", variant_ids)])
        owners = {variant["id"]: variant["product_tmpl_id"] for variant in variants}
        for row in [*items, *packages]:
            row["_style"] = row.get("product_tmpl_id") or owners[row["product_id"]]
        return {
            "product.template": styles,
            "product.product": variants,
            "product.template.attribute.line": lines,
            "product.template.attribute.value": values,
            "product.template.attribute.exclusion": self._exclusions(config, ids),
            "product.pricelist.item": items,
            "product.uom": packages,
        }

    @api.model
    def _children(self, model, names, domain):
        records = self.env[model]
        return self._read(model, names, records._search(domain, order=records._order))

    @api.model
    def _items(self, config, names, style_ids, variant_ids):
        """The rules for these styles and variants that hold now."""
        now = fields.Datetime.now()
        return self._children(
            "product.pricelist.item",
            names,
            Domain(self._items_now(config, now))
            & (
                Domain([("product_id", "=", False), ("product_tmpl_id", "in", style_ids)])
                | Domain("product_id", "in", variant_ids)
            ),
        )

    @api.model
    def _items_now(self, config, now):
        items = self.env["product.pricelist.item"]
        return Domain.AND(
            [
                items._check_company_domain(config.company_id),
                [("pricelist_id", "in", self._pricelists(config).ids)],
                ["|", ("date_start", "=", False), ("date_start", "<=", now)],
                ["|", ("date_end", "=", False), ("date_end", ">=", now)],
            ]
        )

    @api.model
    def _general_rules(self, config):
        """The rules that hold for all products or for a category: few, hence always sent."""
        items = self.env["product.pricelist.item"].search(
            Domain(self._items_now(config, fields.Datetime.now()))
            & Domain([("product_tmpl_id", "=", False), ("product_id", "=", False)])
        )
        return items._load_pos_data_read(items, config)

    @api.model
    def _exclusions(self, config, style_ids):
        exclusions = self.env["product.template.attribute.exclusion"].search(
            [
                "|",
                ("product_tmpl_id", "in", style_ids),
                ("product_template_attribute_value_id.product_tmpl_id", "in", style_ids),
            ]
        )
        owners = {
            each.id: each.product_template_attribute_value_id.product_tmpl_id.id
            for each in exclusions
        }
        rows = exclusions._load_pos_data_read(exclusions, config)
        return [{**row, "_style": owners[row["id"]]} for row in rows]

    @api.model
    def _read(self, model, names, query):
        """Records of a query as dictionaries, without the ORM where a column of a table says it all.

        The rest, such as what is computed anew each time, is None here: `_finish_…` fills what is known
        by heart, `_read_slowly` what is left.
        """
        records = self.env[model]
        columns = [name for name in names[model] if self._is_plain(records._fields[name])]
        if "product_tmpl_id" in records._fields and "product_tmpl_id" not in columns:
            columns.append("product_tmpl_id")
        if "id" not in columns:
            columns.insert(0, "id")
        selected = [self._column(records, name) for name in columns]
        empty = [self._nothing(records._fields[name]) for name in columns]
        rows = [
            dict.fromkeys(names[model])
            | {
                name: blank if value is None else value
                for name, blank, value in zip(columns, empty, row)
            }
            for row in self.env.execute_query(query.select(*selected))
        ]
        ids = [row["id"] for row in rows]
        for name in names[model]:
            field = records._fields[name]
            if field.type in ("one2many", "many2many") and field.store:
                links = self._links(records.browse(ids), field)
                for row in rows:
                    row[name] = links.get(row["id"], [])
            elif field.related and not field.store and not field.inherited:
                self._follow(records, rows, name)
        if "product_tmpl_id" in records._fields:
            for row in rows:
                row["_style"] = row["product_tmpl_id"]
                if "product_tmpl_id" not in names[model]:
                    del row["product_tmpl_id"]
        return rows

    @api.model
    def _is_plain(self, field):
        return bool(field.store and field.column_type and not field.company_dependent)

    @api.model
    def _column(self, records, name):
        field = records._fields[name]
        column = SQL.identifier(records._table, name)
        if field.translate:
            return SQL("COALESCE(%s->>%s, %s->>'en_US')", column, self.env.lang or "en_US", column)
        if field.type == "datetime":
            return SQL("to_char(%s, 'YYYY-MM-DD HH24:MI:SS')", column)
        if field.type == "date":
            return SQL("to_char(%s, 'YYYY-MM-DD')", column)
        if field.type in ("float", "monetary"):
            return SQL("%s::float8", column)
        return column

    @api.model
    def _nothing(self, field):
        return {"float": 0.0, "monetary": 0.0, "integer": 0}.get(field.type, False)

    @api.model
    def _links(self, records, field):
        """By id, the ids that a field of many holds, as Odoo orders and filters them."""
        if not records:
            return {}
        lines = self.env[field.comodel_name].with_context(**{"active_test": True, **field.context})
        domain = field.get_comodel_domain(records)
        if field.type == "one2many":
            query = lines._search(
                domain & Domain(field.inverse_name, "in", records.ids), order=lines._order
            )
            mine = SQL.identifier(lines._table, field.inverse_name)
            theirs = SQL.identifier(lines._table, "id")
        else:
            query = lines._search(domain, order=lines._order)
            mine = SQL.identifier(field.relation, field.column1)
            theirs = SQL.identifier(field.relation, field.column2)
            on = SQL("%s = %s", theirs, SQL.identifier(lines._table, "id"))
            query.add_join("JOIN", field.relation, None, on)
            query.add_where(SQL("%s IN %s", mine, tuple(records.ids)))
        links = {}
        for id_, other in self.env.execute_query(query.select(mine, theirs)):
            links.setdefault(id_, []).append(other)
        return links

    @api.model
    def _follow(self, records, rows, name):
        """A field of another record, of which there are few: colours, sizes."""
        first, *rest = records._fields[name].related.split(".")
        field = records._fields[first]
        if len(rest) != 1 or not self._is_plain(field):
            return
        ids = self._distinct(records, rows, first)
        others = self.env[field.comodel_name].browse(set(ids.values()) - {False})
        values = {other["id"]: other[rest[0]] for other in others.read(rest, load=False)}
        for row in rows:
            row[name] = values.get(ids[row["id"]], False)

    @api.model
    def _distinct(self, records, rows, name):
        if rows and rows[0].get(name) is not None:
            return {row["id"]: row[name] for row in rows}
        found = records.browse([row["id"] for row in rows])
        return {record.id: record[name].id for record in found}

    @api.model
    def _read_slowly(self, model, rows, names):
        """What no column holds and nobody knows by heart, by the ORM."""
        left = [name for name in names if rows and rows[0][name] is None]
        if not left:
            return
        records = self.env[model].browse([row["id"] for row in rows])
        for row, values in zip(rows, records.with_context(bin_size=True).read(left, load=False)):
            row.update({name: values[name] for name in left})

    @api.model
    def _finish_styles(self, styles, names, config):
        records = self.env["product.template"].browse([style["id"] for style in styles])
        pictures = self._pictured(records)
        codes = self._codes_of_singles(records)
        for style in styles:
            style["display_name"] = style["name"]
            style["image_128"] = style["id"] in pictures
            style["barcode"] = codes.get(style["id"]) or False
        self._read_slowly("product.template", styles, names)
        records._process_pos_ui_product_product(styles, config)

    @api.model
    def _pictured(self, styles):
        if not styles:
            return set()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT res_id FROM ir_attachment
                 WHERE res_model = 'product.template' AND res_field = 'image_128' AND res_id IN %s
                """,
                tuple(styles.ids),
            )
        )
        return {id_ for (id_,) in rows}

    @api.model
    def _codes_of_singles(self, styles):
        """Bar codes of the styles of one variant."""
        if not styles:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT product_tmpl_id, MIN(barcode)
                      FROM product_product
                     WHERE active AND product_tmpl_id IN %s
                  GROUP BY product_tmpl_id
                    HAVING COUNT(*) = 1
                    """,
                    tuple(styles.ids),
                )
            )
        )

    @api.model
    def _finish_variants(self, variants, styles, values, names, config):
        style_of = {style["id"]: style for style in styles}
        value_of = {value["id"]: value for value in values}
        in_line = {}
        for value in values:
            in_line[value["attribute_line_id"]] = in_line.get(value["attribute_line_id"], 0) + 1
        product = self.env["product.product"]
        inherited = [name for name in names if product._fields[name].inherited]
        marks = product.browse([variant["id"] for variant in variants])._picture_marks()
        extra_tags = self._extra_tags(variants) if "all_product_tag_ids" in names else {}
        company = self.env.company
        rate = config.currency_id != company.currency_id
        for variant in variants:
            style = style_of[variant["product_tmpl_id"]]
            for name in inherited:
                variant[name] = style.get(name)
            chosen = [
                value_of[id_]
                for id_ in variant["product_template_attribute_value_ids"]
                if id_ in value_of
            ]
            told = ", ".join(
                value["name"] for value in chosen if in_line[value["attribute_line_id"]] > 1
            )
            variant["display_name"] = f"{style['name']} ({told})" if told else style["name"]
            # The price of the style is in the till's currency by now, the extra prices are not
            extra = sum(value["price_extra"] for value in chosen)
            if rate and extra:
                extra = company.currency_id._convert(
                    extra, config.currency_id, company, fields.Date.today()
                )
            variant["lst_price"] = style["list_price"] + extra
            variant["_picture"] = marks.get(variant["id"], False)
            if "all_product_tag_ids" in names:
                variant["all_product_tag_ids"] = list(
                    dict.fromkeys([*style["product_tag_ids"], *extra_tags.get(variant["id"], [])])
                )
        self._read_slowly("product.product", variants, names)

    @api.model
    def _extra_tags(self, variants):
        products = self.env["product.product"].browse([variant["id"] for variant in variants])
        return self._links(products, products._fields["additional_product_tag_ids"])

    @api.model
    def _finish_lines(self, lines):
        attributes = self.env["product.attribute"].browse({line["attribute_id"] for line in lines})
        names = {attribute.id: attribute.display_name for attribute in attributes}
        for line in lines:
            line["display_name"] = names[line["attribute_id"]]


def ids_of(styles):
    """The ids in a table."""
    return decode(styles["columns"].get("id", []), styles["count"])
