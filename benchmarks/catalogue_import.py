"""A whole catalogue with its opening stock: our import against Odoo's own `load()` of the same rows."""

import base64
import gzip
import os
from collections import defaultdict
from itertools import islice
from pathlib import Path

from . import harness

DATA = Path(os.environ.get("RETAIL_DATA") or Path(__file__).parents[2] / "shared" / "data")
ITEMS = DATA / "sportswear" / "items.csv.gz"
HEADER = "pid|size|color|brand|rrp|mainCategory|category|subCategory|stock|releaseDate"
STYLES = 4770
NATIVE_BATCH = 500


class Benchmark(harness.Benchmark):
    modules = ("retail_base",)
    fresh = True
    runs = 3
    warmups = 0
    item_name = "rows"

    def setup(self, env):
        self.file = ITEMS.read_bytes() if ITEMS.exists() else self.generated()
        self.rows = list(self.read_rows())
        self.items = len(self.rows)
        source = "the sportswear catalogue" if ITEMS.exists() else "generated rows of its shape"
        self.note = (
            f"{source}: styles, variants, brands, categories, prices, launch dates and opening stock; native is "
            "load() of brands, categories, styles, codes and counts in files of its own, and applying the counts"
        )
        self.store = env["stock.warehouse"].search([], limit=1)

    def read_rows(self):
        """The rows as dictionaries, read without our reader."""
        lines = gzip.decompress(self.file).decode().splitlines()
        columns = lines[0].split("|")
        for line in lines[1:]:
            yield dict(zip(columns, line.split("|"), strict=True))

    def generated(self):
        """As many styles as the real catalogue, with one to six sizes each."""
        lines = [HEADER]
        for style in range(STYLES):
            colour = self.random.choice(["schwarz", "blau", "weiss", "rot"])
            brand = f"Brand {self.random.randint(1, 25)}"
            group = self.random.randint(1, 11)
            for size in self.random.sample(
                ["XS", "S", "M", "L", "XL", "42", "44,5"], self.random.randint(1, 5)
            ):
                price, stock = self.random.randint(5, 200), self.random.randint(1, 9)
                lines.append(
                    f"{style}|{size}|{colour}|{brand}|{price}|1|{group}||{stock}|2018-01-01"
                )
        return gzip.compress("\n".join([*lines, ""]).encode(), mtime=0)

    def ours(self, env):
        document = env["retail.catalogue.import"].create(
            {
                "preset_id": env.ref("retail_base.preset_sportswear").id,
                "store_id": self.store.with_env(env).id,
                "catalogue_file": base64.b64encode(self.file),
                "catalogue_filename": "items.csv.gz",
            }
        )

        def commit(_rows, _left):
            env.cr.commit()
            return 1

        document._prepare()
        document._run(commit)
        assert document.state == "done", document.failure
        return self.what_is_there(env)

    def native(self, env):
        styles = defaultdict(list)
        for row in self.rows:
            styles[row["pid"]].append(row)
        mapping = env.ref("retail_base.preset_sportswear")._mapping()
        colours = {row["color"]: mapping.colour_name(row["color"]) for row in self.rows}
        sizes = sorted({row["size"] or "One Size" for row in self.rows})
        self.load(
            env, "product.brand", ["name"], [[b] for b in sorted({r["brand"] for r in self.rows})]
        )
        self.load(
            env,
            "product.attribute.value",
            ["name", "attribute_id/.id"],
            [[size, env.ref("retail_base.attribute_size").id] for size in sizes],
        )
        known = set(env.ref("retail_base.attribute_colour").value_ids.mapped("name"))
        self.load(
            env,
            "product.attribute.value",
            ["name", "attribute_id/.id"],
            [
                [colour, env.ref("retail_base.attribute_colour").id]
                for colour in sorted(set(colours.values()) - known)
            ],
        )
        self.load_categories(env)
        value_ids = {
            (value.attribute_id.id, value.name): str(value.id)
            for value in env["product.attribute.value"].search([])
        }
        categories = {
            category.complete_name: category.id for category in env["product.category"].search([])
        }
        fields = [
            *("name", "style_number", "is_storable", "list_price", "launch_date"),
            *("product_brand_id", "categ_id/.id"),
            *("attribute_line_ids/attribute_id/.id", "attribute_line_ids/value_ids/.id"),
        ]
        colour_id = env.ref("retail_base.attribute_colour").id
        size_id = env.ref("retail_base.attribute_size").id
        batches = iter(styles.items())
        while batch := list(islice(batches, NATIVE_BATCH)):
            lines = []
            for number, rows in batch:
                first = rows[0]
                size_ids = [value_ids[size_id, row["size"] or "One Size"] for row in rows]
                lines.append(
                    [
                        *(
                            f"{first['brand']} {number}",
                            number,
                            "1",
                            first["rrp"],
                            first["releaseDate"],
                        ),
                        *(first["brand"], categories[" / ".join(self.path(first))]),
                        *(colour_id, value_ids[colour_id, colours[first["color"]]]),
                    ]
                )
                lines.append([""] * 7 + [size_id, ",".join(size_ids)])
            self.load(env, "product.template", fields, lines)
            env.cr.commit()
        self.load_codes_and_stock(env)
        return self.what_is_there(env)

    def load_categories(self, env):
        """Level by level, because a parent must be there before its children."""
        paths = {self.path(row)[:level] for row in self.rows for level in (1, 2, 3)}
        for level in (1, 2, 3):
            known = {c.complete_name: c.id for c in env["product.category"].search([])}
            self.load(
                env,
                "product.category",
                ["name", "parent_id/.id"],
                [
                    [path[-1], known.get(" / ".join(path[:-1]), "")]
                    for path in sorted(path for path in paths if len(path) == level)
                ],
            )

    def load_codes_and_stock(self, env):
        variants = {}
        for variant in env["product.product"].search([("style_number", "!=", False)]):
            sizes = variant.product_template_attribute_value_ids.filtered(
                lambda value: value.attribute_id == env.ref("retail_base.attribute_size")
            )
            variants[variant.style_number, sizes.name] = variant.id
        keys = [variants[row["pid"], row["size"] or "One Size"] for row in self.rows]
        codes = [
            [variant, f"{row['pid']}-{row['size'] or 'One Size'}".replace(" ", "")]
            for variant, row in zip(keys, self.rows, strict=True)
        ]
        location = self.store.with_env(env).lot_stock_id.id
        counts = [
            [variant, location, row["stock"]] for variant, row in zip(keys, self.rows, strict=True)
        ]
        step = NATIVE_BATCH * 3
        for start in range(0, len(codes), step):
            self.load(env, "product.product", [".id", "default_code"], codes[start : start + step])
            quant_ids = self.load(
                env,
                "stock.quant",
                ["product_id/.id", "location_id/.id", "inventory_quantity"],
                counts[start : start + step],
            )
            env["stock.quant"].browse(quant_ids).action_apply_inventory()
            env.cr.commit()

    def load(self, env, model, fields, rows):
        """Odoo's import, as its import page calls it."""
        quiet = env[model].with_context(import_file=True, tracking_disable=True)
        result = quiet.load(fields, [[str(cell) for cell in row] for row in rows])
        assert result["ids"] is not False, result["messages"][:3]
        return result["ids"]

    def path(self, row):
        labels = (
            ("Main Group", "mainCategory"),
            ("Group", "category"),
            ("Subgroup", "subCategory"),
        )
        return tuple(f"{label} {row[column]}" for label, column in labels if row[column])

    def what_is_there(self, env):
        """What both must have made: numbers of styles, variants, codes, prices and stock."""
        env.flush_all()
        env.cr.execute(
            """
            SELECT count(DISTINCT template.id), count(DISTINCT variant.id),
                   md5(string_agg(variant.default_code, '|' ORDER BY variant.default_code)),
                   round(sum(template.list_price), 2), sum(quant.quantity),
                   count(DISTINCT template.product_brand_id), count(DISTINCT template.categ_id),
                   count(template.launch_date)
              FROM product_product variant
              JOIN product_template template ON template.id = variant.product_tmpl_id
              JOIN stock_quant quant ON quant.product_id = variant.id
              JOIN stock_location place ON place.id = quant.location_id AND place.usage = 'internal'
             WHERE template.style_number IS NOT NULL AND variant.active
            """
        )
        return env.cr.fetchone()

    def check(self, env, ours, native):
        assert ours[1] == self.items, f"{ours[1]} variants of {self.items} rows"
        assert native is None or ours == native, f"{ours} is not {native}"
