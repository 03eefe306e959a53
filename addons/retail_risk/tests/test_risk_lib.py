import doctest

from odoo.tests import TransactionCase, tagged

from ..lib import robust, tuning


@tagged("post_install", "-at_install")
class TestRiskLib(TransactionCase):
    def test_examples_in_docstrings(self):
        for module in (robust, tuning):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0)
            self.assertEqual(result.failed, 0, module.__name__)
