from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from .common import create_cashier, make_guide, open_store

COST = 7.77


@tagged("post_install", "-at_install")
class TestTillCost(TestPoSCommon):
    """S5.3.1.1: what goods cost reaches the phones of those who may know it, by every way of loading."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for config in (cls.basic_config, cls.other_currency_config):
            open_store(cls.env, config)
        cls.guide = create_cashier(cls.env, "guide_without_costs")
        make_guide(cls.guide, cls.basic_config.store_id)
        cls.manager = create_cashier(cls.env, "manager_with_costs")
        make_guide(cls.manager, cls.basic_config.store_id)
        cls.manager.sudo().group_ids |= cls.env.ref("retail_security.group_store_manager")
        cls.product = cls.create_product("Cap", cls.categ_basic, 30, COST)

    def _costs(self, user, config):
        """Return {where: what is told there of the product's cost}, None where nothing is."""
        self.config = config
        session = self.open_new_session().with_user(user)
        models = ["product.template", "product.product"]
        first = session.load_data(["pos.config", *models])
        style = self.product.product_tmpl_id
        asked = style.with_user(user).load_product_from_pos(config.id, [("id", "=", style.id)])
        ids = dict(zip(models, (style.id, self.product.id), strict=True))
        return {
            (way, model): next(
                row.get("standard_price") for row in loaded[model] if row["id"] == ids[model]
            )
            for way, loaded in (("first", first), ("asked", asked))
            for model in models
        }

    def test_S5_3_1_1_a_guide_gets_no_cost_with_the_first_goods_nor_with_those_he_asks_for(self):
        for config in (self.basic_config, self.other_currency_config):
            with self.subTest(config.name):
                self.assertEqual(set(self._costs(self.guide, config).values()), {None})

    def test_S5_3_1_1_a_manager_gets_no_cost_either(self):
        self.assertEqual(set(self._costs(self.manager, self.basic_config).values()), {None})

    def test_S5_3_1_1_who_may_see_costs_gets_them_in_the_tills_currency(self):
        self.manager.group_ids |= self.env.ref("retail_security.group_costs")
        for config, cost in ((self.basic_config, COST), (self.other_currency_config, COST / 2)):
            with self.subTest(config.name):
                for found in self._costs(self.manager, config).values():
                    self.assertAlmostEqual(found, cost, 2)

    def test_the_till_is_not_told_of_a_field_that_it_does_not_get(self):
        self.config = self.basic_config
        self.manager.group_ids |= self.env.ref("retail_security.group_costs")
        session = self.open_new_session()
        for user, is_told in ((self.guide, False), (self.manager, True)):
            params = session.with_user(user).load_data_params()
            for model in ("product.template", "product.product"):
                self.assertEqual("standard_price" in params[model]["fields"], is_told)

    def _make_prices_of_costs(self, config):
        rule = {"compute_price": "formula", "base": "standard_price", "price_markup": 50}
        config.pricelist_id.item_ids = [Command.create(rule)]

    def test_a_price_list_made_of_costs_still_works_for_a_guide(self):
        for config, cost in ((self.basic_config, COST), (self.other_currency_config, COST / 2)):
            self._make_prices_of_costs(config)
            with self.subTest(config.name):
                for found in self._costs(self.guide, config).values():
                    self.assertAlmostEqual(found, cost, 2)

    def test_costs_bring_no_taxes_of_another_company(self):
        """Of goods that two companies sell, a till got the taxes of both, and could not tell which."""
        company_data = self.setup_other_company()
        taxes = self.company_data["default_tax_sale"] | company_data["default_tax_sale"]
        style = self.product.product_tmpl_id
        style.sudo().taxes_id = taxes
        self._make_prices_of_costs(self.basic_config)
        self.manager.group_ids |= self.env.ref("retail_security.group_costs")
        self.config = self.basic_config
        session = self.open_new_session()
        for user in (self.guide, self.manager):
            self.env.invalidate_all()
            loaded = session.with_user(user).load_data(["pos.config", "product.template"])
            [row] = [row for row in loaded["product.template"] if row["id"] == style.id]
            with self.subTest(user.login):
                self.assertEqual(row["taxes_id"], self.company_data["default_tax_sale"].ids)
