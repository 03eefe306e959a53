import doctest

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user

from ..lib import asks, narrows


class TestAsks(TransactionCase):
    def test_S6_2_6_the_check_comes_before_the_method_looks_at_anything(self):
        clerk = new_test_user(self.env, "clerk", "base.group_user")
        document = self.env["retail.catalogue.import"].with_user(clerk)
        with self.assertRaises(AccessError):
            document.action_guess_preset()  # for no record, of which there must be one
        with self.assertRaises(ValueError):
            document.sudo().action_guess_preset()

    def test_doctests(self):
        for module in asks, narrows:
            self.assertEqual(doctest.testmod(module).failed, 0)
