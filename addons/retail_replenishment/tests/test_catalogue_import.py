import base64
from datetime import date

from .common import ReplenishmentCase


class TestSalesHistoryImport(ReplenishmentCase):
    """An imported history of sales is demand of its own source, and never a stock move."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.preset = cls.env["retail.catalogue.preset"].create(
            {
                "name": "Test",
                "code": "test",
                "style_column": "style",
                "size_column": "size",
                "day_column": "day",
                "units_column": "units",
            }
        )

    def import_files(self, **files):
        document = self.env["retail.catalogue.import"].create(
            {
                "preset_id": self.preset.id,
                "store_id": self.store.id,
                **{f"{kind}_file": base64.b64encode(data) for kind, data in files.items()},
            }
        )
        document._prepare()
        document._run(lambda _rows, _left: self.env.flush_all() or 1)
        self.assertEqual(document.state, "done", document.failure)
        return document

    def history(self):
        demand = self.env["retail.demand"].search([("source", "=", "history")], order="day")
        return [(row.day, row.product_id.default_code, row.qty_sold) for row in demand]

    def test_history_is_kept_once_however_often_it_is_imported(self):
        catalogue = b"style,size\nJ1,M\nJ1,L\n"
        sales = b"day,style,size,units\n2026-01-01,J1,M,2\n2026-01-01,J1,M,1\n2026-01-02,J1,L,4\n"
        document = self.import_files(catalogue=catalogue, sales=sales)
        kept = [(date(2026, 1, 1), "J1-M", 3), (date(2026, 1, 2), "J1-L", 4)]
        self.assertEqual(document.sales_created, 2)
        self.assertEqual(self.history(), kept)
        again = self.import_files(sales=sales)
        self.assertEqual(again.sales_created, 0)
        self.assertEqual(self.history(), kept)
        corrected = self.import_files(sales=b"day,style,size,units\n2026-01-02,J1,L,9\n")
        self.assertEqual(corrected.sales_created, 0)
        self.assertEqual(self.history()[1][2], 9)

    def test_history_moves_no_stock(self):
        moves = self.env["stock.move"].search_count([])
        self.import_files(
            catalogue=b"style,size\nJ1,M\n", sales=b"day,style,size,units\n2026-01-01,J1,M,2\n"
        )
        self.assertEqual(self.env["stock.move"].search_count([]), moves)
        demand = self.env["retail.demand"].search([("source", "=", "history")])
        self.assertEqual(demand.warehouse_id, self.store)
