from odoo.tests import tagged

from ..build.cards import FROZEN, LOST
from ..build.members import WELCOME_POINTS
from .common import DemoCase


@tagged("post_install", "-at_install")
class TestMembers(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The points of a frozen or lost card sleep
        loyalty_cards = cls.env["loyalty.card"].with_context(active_test=False)
        cls.cards = loyalty_cards.search([("program_id", "=", cls.record("program", "points").id)])

    def test_two_hundred_members_with_a_card_each(self):
        self.assertGreaterEqual(len(self.cards), 200)
        self.assertEqual(len(self.cards.partner_id), len(self.cards))
        self.assertEqual(len(set(self.cards.mapped("code"))), len(self.cards))

    def test_phone_numbers_are_unique_and_nobodys(self):
        members = self.cards.partner_id.filtered(
            lambda partner: partner.get_external_id()[partner.id]
        )
        phones = members.mapped("phone")
        self.assertEqual(len(set(phones)), len(members))
        for phone in phones:
            self.assertRegex(phone, r"^1380000\d{4}$")
        self.assertEqual(len({phone[-4:] for phone in phones}), len(members))

    def test_members_speak_chinese_and_english(self):
        self.assertEqual(set(self.cards.partner_id.mapped("lang")), {"zh_CN", "en_US"})

    def test_every_member_holds_a_card_on_the_level_that_he_earned(self):
        members = self.cards.partner_id.filtered(
            lambda partner: partner.get_external_id()[partner.id]
        )
        self.assertTrue(all(members.mapped("is_member")))
        for member in members - self.record("member", FROZEN) - self.record("member", LOST):
            card = member.member_card_id
            self.assertIn(card.number, self.cards.mapped("code"))
            self.assertLessEqual(
                card.issue_date,
                min(member.pos_order_ids.mapped("business_date"), default=card.issue_date),
            )
        self.assertFalse(self.env["retail.member.card"]._level_moves())
        levels = members.member_card_id.grouped("type_id")
        self.assertEqual(len(levels), 3)
        for card_type, cards in levels.items():
            self.assertGreaterEqual(len(cards), 5, card_type.name)
        self.assertEqual(self.record("member_card", FROZEN).state, "frozen")
        self.assertEqual(self.record("member_card", LOST).state, "lost")

    def test_points_are_a_yuan_each(self):
        for card in self.cards:
            bought = self.history.filtered(
                lambda order, card=card: order.partner_id == card.partner_id
            )
            self.assertAlmostEqual(
                card.points, WELCOME_POINTS + sum(bought.mapped("amount_total")), 2
            )
            self.assertEqual(len(card.history_ids), len(bought))
