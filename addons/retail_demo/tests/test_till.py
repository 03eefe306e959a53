import re

from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestTill(DemoCase):
    def test_a_guide_opens_her_till_and_finds_everything_on_it(self):
        guide = self.record("user", "guide")
        till = self.record("till", "S001_1").with_user(guide)
        till.open_ui()
        session = till.current_session_id
        session.set_opening_control(500, "")
        self.assertEqual(session.state, "opened")
        data = session.load_data([])
        styles = {row["id"] for row in data["product.template"]}
        self.assertLessEqual(set(self.styles.ids), styles)
        shown = {row["id"] for row in data["pos.payment.method"]}
        self.assertLessEqual(set(till.payment_method_ids.ids), shown)
        programs = {row["id"] for row in data["loyalty.program"]}
        for key in ("points", "threshold", "pair"):
            self.assertIn(self.record("program", key).id, programs)
        guides = {row["id"] for row in data["hr.employee.public"]}
        self.assertEqual(guides, set(self.stores[0].guide_ids.ids))
        self.assertEqual(len(data["pos.category"]), 5)

    def test_no_till_offers_gift_cards(self):
        for product in ("loyalty.gift_card_product_50", "loyalty.ewallet_product_50"):
            self.assertFalse(self.env.ref(product).available_in_pos)

    def test_numbers_of_the_till_go_on_after_the_history(self):
        for till in self.stores.till_ids:
            numbers = (
                self.env["pos.order"]
                .search([("config_id", "=", till.id)])
                .mapped("sequence_number")
            )
            self.assertEqual(len(numbers), len(set(numbers)))
            self.assertGreater(till.order_seq_id.number_next, max(numbers))

    def test_no_till_and_no_back_end_ever_makes_a_reference_of_the_history(self):
        """Odoo's are year, device number, till, count; the back end's device is 0."""
        made_live = re.compile(r"\d{2}\d+-\d+-\d+")
        for till in self.stores.till_ids:
            self.assertRegex(till._get_next_order_refs()[0], made_live)
            device = till.register_new_device_identifier()["device_identifier"]
            self.assertRegex(till._get_next_order_refs(device)[0], made_live)
        references = self.history.mapped("pos_reference")
        self.assertTrue(references)
        self.assertEqual(len(references), len(set(references)))
        self.assertFalse(list(filter(made_live.fullmatch, references)))
