from contextlib import contextmanager
from unittest.mock import patch

from odoo.orm.registry import Registry
from odoo.tests import tagged

from .promotion_common import PromotionCommon


@tagged("post_install", "-at_install")
class TestPromotionCache(PromotionCommon):
    """A till knows of each change of its promotions, and the server forgets nothing else for it."""

    @contextmanager
    def _forgotten(self):
        """Count how often the server's memory was emptied."""
        emptied = []
        clear = Registry.clear_cache
        with patch.object(
            Registry, "clear_cache", lambda *args: (emptied.append(args[1:]), clear(*args))
        ):
            yield emptied

    def test_who_a_promotion_is_for_is_known_at_once(self):
        self.assertEqual(self.config._promotion_programs(), self.threshold)
        other = self._program("second", "threshold", rewards=[{"discount": 5, "tier_amount": 9}])
        self.assertEqual(self.config._promotion_programs(), self.threshold | other)
        other.pos_ok = False
        self.assertEqual(self.config._promotion_programs(), self.threshold)
        self.threshold.active = False
        self.assertFalse(self.config._promotion_programs())
        other.pos_ok = True
        self.assertEqual(self.config._promotion_programs(), other)
        other.active = False
        other.unlink()
        self.assertFalse(self.config._promotion_programs())

    def test_what_a_promotion_gives_and_when_empties_nothing(self):
        self.config._promotion_programs()
        with self._forgotten() as emptied:
            self.threshold.write({"name": "400 less 60", "date_to": "2030-01-01", "sequence": 3})
            self.threshold.reward_ids.write({"discount": 60})
            self.threshold.rule_ids.write({"minimum_qty": 2})
        self.assertEqual(emptied, [])
        self.assertEqual(self.config._promotion_programs().reward_ids.discount, 60)

    def test_a_gift_card_programme_is_none_of_a_tills_promotions(self):
        with self._forgotten() as emptied:
            cards = self.env["loyalty.program"].create(
                {"name": "Cards", "program_type": "gift_card", "applies_on": "future"}
            )
            cards.active = False
        self.assertEqual(emptied, [])
