from odoo import Command, fields

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from .common import create_cashier, open_store


class PromotionCommon(TestPoSCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = create_cashier(cls.env)
        cls.env.user.write(
            {
                "lang": "en_US",
                "group_ids": [Command.link(cls.env.ref("retail_security.group_merchandiser").id)],
            }
        )
        cls.env["loyalty.program"].search([]).active = False
        cls.config = cls.basic_config
        open_store(cls.env, cls.config)
        cls.config.return_approval = False  # these refunds are native ones
        # What a manager has to approve has tests of its own
        cls.env["retail.approval.rule"].sudo().search([]).active = False
        cls.jacket = cls.create_product("Jacket", cls.categ_basic, 599.0)
        cls.shirt = cls.create_product("Shirt", cls.categ_basic, 100.0)
        cls.threshold = cls._program(
            "400 less 50",
            "threshold",
            rewards=[{"discount_mode": "per_order", "discount": 50, "tier_amount": 400}],
        )

    def setUp(self):
        super().setUp()
        self.open_new_session()

    @classmethod
    def _program(cls, name, kind, rules=({},), rewards=({},), **values):
        return cls.env["loyalty.program"].create(
            {
                "name": name,
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "promotion_kind": kind,
                "currency_id": cls.config.currency_id.id,
                "rule_ids": [
                    Command.create({"minimum_amount": 0, "minimum_qty": 0, **rule})
                    for rule in rules
                ],
                "reward_ids": [Command.create(reward) for reward in rewards],
                **values,
            }
        )

    def _line(self, product, qty, price, **values):
        return Command.create(
            {
                "uuid": self.create_random_uid(),
                "product_id": product.id,
                "qty": qty,
                "price_unit": price,
                "price_subtotal": qty * price,
                "price_subtotal_incl": qty * price,
                "discount": 0,
                "tax_ids": [Command.clear()],
                **values,
            }
        )

    def _promotion(self, program, amount, **values):
        reward = program.reward_ids[0]
        return self._line(
            reward.discount_line_product_id,
            1,
            amount,
            is_reward_line=True,
            reward_id=reward.id,
            reward_identifier_code=f"promotion-{program.id}",
            **values,
        )

    def _data(self, *lines, **values):
        total = sum(command[2]["price_subtotal_incl"] for command in lines)
        number = self.create_random_uid()
        return {
            "uuid": number,
            "access_token": number,
            "name": f"Order {number}",
            "pos_reference": number,
            "session_id": self.pos_session.id,
            "state": "paid",
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "amount_total": total,
            "amount_paid": total,
            "amount_tax": 0,
            "amount_return": 0,
            "lines": list(lines),
            "payment_ids": [
                Command.create(
                    {
                        "uuid": self.create_random_uid(),
                        "amount": total,
                        "payment_method_id": self.cash_pm1.id,
                    }
                )
            ],
            **values,
        }

    def _send(self, *lines, **values):
        data = self._data(*lines, **values)
        self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        order = self.env["pos.order"].search([("pos_reference", "=", data["pos_reference"])])
        self.assertEqual(order.state, "paid")
        return order

    def _shares(self, order):
        return sorted(
            (use.program_id.name, use.product_id.name, use.amount)
            for use in order.lines.promotion_use_ids
        )

    def _notes(self, order):
        return " ".join(order.message_ids.mapped("body"))
