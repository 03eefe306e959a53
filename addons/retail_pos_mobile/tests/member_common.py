from odoo.fields import Command, Datetime
from odoo.tests import TransactionCase, new_test_user


class MemberCommon(TransactionCase):
    """A store with a till, a guide and a manager, two levels of cards with price list and points."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.cn")
        cls.env.user.group_ids += cls.env.ref("product.group_product_pricelist")
        cls.store = cls.env["stock.warehouse"].create(
            {"name": "Member Store", "code": "MBR", "is_store": True}
        )
        till = cls.env["pos.config"].create(
            {"name": "Member Till", "picking_type_id": cls.store.pos_type_id.id}
        )
        cls.session = cls.env["pos.session"].create({"config_id": till.id})
        cls.guide = cls._user("guide")
        cls.manager = cls._user("store_manager")
        cls.auditor = cls._user("auditor")
        cls.Card = cls.env["retail.member.card"]
        cls.Partner = cls.env["res.partner"]
        cls.program = cls.env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty", "applies_on": "both", "trigger": "auto"}
        )
        # Members and card types that the database has already would be found and moved as well
        cls.env["retail.member.card.type"].search([]).active = False
        members = cls.Partner.search([("is_member", "=", True), ("user_ids", "=", False)])
        members.active = False
        cls.silver, cls.gold = cls.env["retail.member.card.type"].create(
            [
                {
                    "name": "Silver",
                    "sequence": 10,
                    "program_id": cls.program.id,
                    "discount": 5,
                    "automatic": True,
                },
                {
                    "name": "Gold",
                    "sequence": 20,
                    "program_id": cls.program.id,
                    "discount": 10,
                    "manager_only": True,
                    "automatic": True,
                    "reach_turnover": 1000,
                    "keep_turnover": 500,
                },
            ]
        )

    @classmethod
    def _user(cls, role):
        user = new_test_user(
            cls.env,
            f"member_{role}",
            f"retail_security.group_{role}",
            company_id=cls.env.company.id,
        )
        if role != "auditor":
            user.store_ids = cls.store
        return user

    @classmethod
    def _member(cls, name="李雷", phone="138 0013 8000", card_type=None, **card):
        """Return a new member and his card."""
        member = cls.Partner.create({"name": name, "phone": phone})
        return member, cls.Card.create(
            {"member_id": member.id, "type_id": (card_type or cls.silver).id, **card}
        )

    @classmethod
    def _sell(cls, member, product, qty=1, price=100.0, moment=None, **line):
        """Return a paid till order of one line."""
        return cls.env["pos.order"].create(
            {
                "session_id": cls.session.id,
                "partner_id": member.id,
                "date_order": moment or Datetime.now(),
                "amount_tax": 0,
                "amount_total": qty * price,
                "amount_paid": qty * price,
                "amount_return": 0,
                "state": "paid",
                "lines": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "qty": qty,
                            "price_unit": price,
                            "price_subtotal": qty * price,
                            "price_subtotal_incl": qty * price,
                            **line,
                        }
                    )
                ],
            }
        )

    @classmethod
    def _order(cls, member, product, qty=1, price=100.0):
        """Return a confirmed sales order of one line, without tax."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": member.id,
                "warehouse_id": cls.store.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": qty,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        return order
