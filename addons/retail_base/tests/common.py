import base64
import os
from pathlib import Path

from odoo.tests import TransactionCase, new_test_user

REPOSITORY = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("RETAIL_DATA") or REPOSITORY.parent / "shared" / "data")

HEADER = "style,colour,size,name,brand,price,stock,launch,category,season,year,barcode"


def use_english(env):
    """The tests look for English words, whatever the languages of the database."""
    env["res.lang"]._activate_lang("en_US")
    env.user.lang = "en_US"


def csv_bytes(*rows, header=HEADER):
    return "\n".join((header, *rows, "")).encode()


class CatalogueCase(TransactionCase):
    """A store, a preset for files with the columns of HEADER, and a way to import without a commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        use_english(cls.env)
        cls.store = cls.env["stock.warehouse"].create(
            {"name": "Test Store", "code": "TST01", "is_store": True}
        )
        cls.preset = cls.make_preset(cls.env)
        cls.manager = new_test_user(
            cls.env, "catalogue-manager", groups="base.group_user,stock.group_stock_manager"
        )
        cls.guide = new_test_user(cls.env, "catalogue-guide", groups="base.group_user")

    @staticmethod
    def make_preset(env, **values):
        return env["retail.catalogue.preset"].create(
            {
                "name": "Test",
                "code": "test",
                "style_column": "style",
                "colour_column": "colour",
                "size_column": "size",
                "name_column": "name",
                "brand_column": "brand",
                "price_column": "price",
                "stock_column": "stock",
                "launch_date_column": "launch",
                "category_columns": "category",
                "season_column": "season",
                "year_column": "year",
                "barcode_column": "barcode",
                "day_column": "day",
                "units_column": "units",
                "colours": "rot = Red\nblau = Blue",
                "empty_size": "One Size",
                "empty_colour": "No Color",
                **values,
            }
        )

    @classmethod
    def make_import(cls, catalogue=None, env=None, **values):
        env = env or cls.env
        document = {"preset_id": cls.preset.id, "store_id": cls.store.id, **values}
        if catalogue is not None:
            document["catalogue_file"] = base64.b64encode(catalogue)
            document["catalogue_filename"] = "catalogue.csv"
        return env["retail.catalogue.import"].create(document)

    def run_import(self, *rows, header=HEADER, **values):
        """Import ROWS under a header to the end, in the transaction of the test."""
        document = self.make_import(csv_bytes(*rows, header=header), **values)
        document._prepare()
        self.assertTrue(document._run(self.no_commit))
        self.assertEqual(document.state, "done", document.failure)
        return document

    def no_commit(self, _rows, _left):
        self.env.flush_all()
        return 1

    def style(self, number):
        return self.env["product.template"].search([("style_number", "=", number)])

    def variant(self, code):
        return self.env["product.product"].search([("default_code", "=", code)])

    def issues(self, document):
        return [(issue.line, issue.notice, issue.reason) for issue in document.issue_ids]
