from odoo.tests import TransactionCase


class ReplenishmentCase(TransactionCase):
    """Two stores in Shanghai, and a few lines to move goods about.

    The clock of the tests stands at noon of 15 June 2026 in Shanghai, 4:00 UTC.
    """

    NOW = "2026-06-15 04:00:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse"].search([]).is_store = False
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Opening Hours", "tz": "Asia/Shanghai"}
        )
        cls.store, cls.other_store = cls.env["stock.warehouse"].create(
            [
                {
                    "name": f"Test Store {code}",
                    "code": code,
                    "is_store": True,
                    "resource_calendar_id": cls.calendar.id,
                }
                for code in ("TSA", "TSB")
            ]
        )
        cls.shelf = cls.store.lot_stock_id
        cls.other_shelf = cls.other_store.lot_stock_id
        cls.customer = cls.env.ref("stock.stock_location_customers")
        cls.supplier = cls.env.ref("stock.stock_location_suppliers")
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.env.company.write({"replenish_review_days": 7, "replenish_lead_days": 3})
        cls.jacket = cls.make_product("Jacket")

    @classmethod
    def make_product(cls, name, **values):
        return cls.env["product.product"].create({"name": name, "is_storable": True, **values})

    @classmethod
    def move(cls, product, quantity, source, dest, date, uom=None):
        """A done move on DATE, UTC."""
        move = cls.todo(product, quantity, source, dest, date, uom)
        move.write({"quantity": quantity, "picked": True})
        move._action_done()
        move.date = date
        return move

    @classmethod
    def todo(cls, product, quantity, source, dest, date, uom=None):
        """A confirmed move for DATE, UTC."""
        move = cls.env["stock.move"].create(
            {
                "product_id": product.id,
                "company_id": (source.company_id or dest.company_id or cls.env.company).id,
                "product_uom": (uom or product.uom_id).id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": dest.id,
                "date": date,
            }
        )
        move._action_confirm(merge=False)
        return move

    @classmethod
    def receive(cls, product, quantity, date, **kwargs):
        return cls.move(product, quantity, cls.supplier, cls.shelf, date, **kwargs)

    @classmethod
    def sell(cls, product, quantity, date, **kwargs):
        return cls.move(product, quantity, cls.shelf, cls.customer, date, **kwargs)

    @classmethod
    def take_back(cls, product, quantity, date, **kwargs):
        return cls.move(product, quantity, cls.customer, cls.shelf, date, **kwargs)

    def demand(self, product=None, store=None):
        """{day: (sold, returned, received)} of the moves."""
        rows = self.env["retail.demand"].search(
            [
                ("product_id", "=", (product or self.jacket).id),
                ("warehouse_id", "=", (store or self.store).id),
                ("source", "=", "move"),
            ]
        )
        return {str(r.day): (r.qty_sold, r.qty_returned, r.qty_received) for r in rows}

    def refresh(self):
        return self.env["retail.replenishment.refresh"]._run()

    def figure(self, product=None, store=None):
        """The figures of a pair, after a refresh of everything."""
        self.refresh()
        return self.env["retail.replenishment.figure"].search(
            [
                ("product_id", "=", (product or self.jacket).id),
                ("warehouse_id", "=", (store or self.store).id),
            ]
        )
