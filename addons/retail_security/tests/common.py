from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class RetailSecurityCommon(TransactionCase):
    """Two stores and a central warehouse, each with ten jackets and one delivery."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store_a, cls.store_b, cls.central = cls.env["stock.warehouse"].create(
            [
                {"name": "Store A", "code": "SSA", "is_store": True},
                {"name": "Store B", "code": "SSB", "is_store": True},
                {"name": "Central Warehouse", "code": "SCW"},
            ]
        )
        cls.jacket = cls.env["product.product"].create({"name": "Jacket", "is_storable": True})
        for warehouse in cls.store_a + cls.store_b + cls.central:
            cls.env["stock.quant"]._update_available_quantity(
                cls.jacket, warehouse.lot_stock_id, 10
            )
        cls.customer = cls.env["res.partner"].create({"name": "Customer"})

    @classmethod
    def new_user(cls, role, stores=None):
        """Return a new user with the role and the stores."""
        user = new_test_user(cls.env, f"test_{role}", f"retail_security.group_{role}")
        if stores:
            user.store_ids = stores
        return user

    @classmethod
    def transfer(cls, picking_type, source=None, destination=None):
        """Return a transfer of one jacket."""
        source = source or picking_type.default_location_src_id
        destination = destination or picking_type.default_location_dest_id
        locations = {"location_id": source.id, "location_dest_id": destination.id}
        return cls.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                **locations,
                "move_ids": [
                    Command.create({"product_id": cls.jacket.id, "product_uom_qty": 1, **locations})
                ],
            }
        )

    @classmethod
    def order(cls, warehouse):
        """Return a sales order of one jacket, delivered from the warehouse."""
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "warehouse_id": warehouse.id,
                "order_line": [Command.create({"product_id": cls.jacket.id})],
            }
        )
