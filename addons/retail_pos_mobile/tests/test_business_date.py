import doctest

from odoo.tests import BaseCase

from odoo.addons.retail_pos_mobile.lib import business_date


class TestBusinessDate(BaseCase):
    def test_examples_in_the_docstrings_hold(self):
        self.assertEqual(doctest.testmod(business_date).failed, 0)
