from odoo.tests import TransactionCase, tagged

from ..build import records, tables

STORES = ("S001", "S002", "S003")


@tagged("post_install", "-at_install")
class DemoCase(TransactionCase):
    """The demo chain as it was installed: nothing is created here, everything is looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.stores = cls.env["stock.warehouse"].union(
            *(cls.record("warehouse", code) for code in STORES)
        )
        cls.central = cls.record("warehouse", "DC01")
        cls.variants = cls.env["product.product"].search([("style_number", "!=", False)])
        cls.styles = cls.variants.product_tmpl_id
        # The day after the last day of trade: the database may be older than today
        orders = cls.env["pos.order"].search([("name", "not like", "/")])
        cls.history = orders.filtered(lambda order: order.session_id.state == "closed")

    @classmethod
    def record(cls, prefix, key):
        return records.by_xml_id(cls.env, prefix, key)

    @classmethod
    def users(cls):
        """Pairs of the row in `demo_users.json` and the user."""
        rows = tables.read_json("demo_users.json")
        return [(row, cls.record("user", row["login"])) for row in rows]
