"""The numbers of sales: time-ordered, without a lock, never twice; docs/decisions/order-numbers.md."""

import time

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, tagged

from ..lib.sale_number import (
    DIGITS,
    is_number,
    milliseconds_of,
    new_number,
    parse_short,
    short_form,
)
from .test_store_scope import PosScopeCommon

DRAWN = 100_000
MOMENT = 1_795_305_600_000


class TestSaleNumberLib(BaseCase):
    def test_A_P1_a_hundred_thousand_tills_in_one_millisecond_draw_different_numbers(self):
        numbers = {new_number(MOMENT) for _till in range(DRAWN)}
        self.assertEqual(len(numbers), DRAWN)
        self.assertEqual({milliseconds_of(number) for number in numbers}, {MOMENT})
        self.assertTrue(all(map(is_number, numbers)))

    def test_A_P1_their_order_is_that_of_time(self):
        moments = [0, 1, 31, 32, 1023, MOMENT - 1, MOMENT, MOMENT + 1, 2**48 - 1]
        numbers = [new_number(moment) for moment in moments]
        self.assertEqual(sorted(numbers), numbers)

    def test_a_wrong_character_is_noticed_wherever_it_stands(self):
        short = short_form(new_number(MOMENT), "Asia/Shanghai")
        for place, right in enumerate(short):
            for wrong in set(DIGITS) - {right}:
                typed = short[:place] + wrong + short[place + 1 :]
                if right != "-":
                    self.assertIsNone(parse_short(typed), typed)

    def test_two_neighbours_that_changed_places_are_noticed(self):
        for _each in range(50):
            short = short_form(new_number(), "UTC").replace("-", "")
            for place in range(len(short) - 1):
                pair = short[place : place + 2]
                if pair[0] == pair[1] or set(pair) == {"0", "Z"}:
                    continue
                typed = short[:place] + pair[::-1] + short[place + 2 :]
                self.assertIsNone(parse_short(typed), (short, typed))

    def test_what_people_write_for_a_letter_is_read_right(self):
        short = short_form("01KT00000000000000000010AB", "UTC")
        self.assertEqual(parse_short(short.replace("1", "l").replace("0", "o")), short)
        self.assertEqual(parse_short(short.lower().replace("-", " ")), short)

    def test_an_absurd_clock_still_gets_a_short_form(self):
        self.assertTrue(parse_short(short_form(new_number(2**48 - 1), "Pacific/Kiritimati")))
        self.assertTrue(short_form(new_number(0), "America/New_York").startswith("691231-"))


@tagged("post_install", "-at_install")
class TestSaleNumber(PosScopeCommon):
    def setUp(self):
        super().setUp()
        self.session = self.open_till(self.till_a, self.guide_a)

    def _sell(self, **values):
        orders = self.env["pos.order"].with_user(self.guide_a)
        answer = orders.sync_from_ui([self.sale(self.session) | values])
        return orders.browse(answer["pos.order"][0]["id"])

    def test_A_P1_the_number_of_the_till_is_kept_and_found_by_its_short_form(self):
        number = new_number(MOMENT)
        order = self._sell(sale_number=number)
        self.assertEqual(order.sale_number, number)
        self.assertEqual(order.receipt_number, short_form(number, "UTC"))
        self.assertEqual(parse_short(order.receipt_number), order.receipt_number)

    def test_a_till_that_sends_none_gets_one(self):
        before = int(time.time() * 1000)
        order = self._sell()
        self.assertTrue(before <= milliseconds_of(order.sale_number) <= time.time() * 1000)
        self.assertFalse(self._told(order))

    def _told(self, order):
        messages = order.sudo().message_ids.mapped("body")
        return [body for body in messages if "sale number" in body]

    def test_a_taken_or_forged_number_is_replaced_and_told_never_refused(self):
        taken = self._sell().sale_number
        for forged in (taken, "1", "'; DROP TABLE pos_order --", "8" * 26, taken.lower(), 7, ["x"]):
            with self.subTest(forged):
                order = self._sell(sale_number=forged)
                self.assertEqual(order.state, "paid")
                self.assertTrue(is_number(order.sale_number))
                self.assertNotEqual(order.sale_number, taken)
                self.assertEqual(len(self._told(order)), 1)
                self.assertIn(order.receipt_number, self._told(order)[0])

    def test_it_stays_with_the_sale(self):
        order = self._sell()
        with self.assertRaises(AccessError):
            order.sale_number = new_number()
        data = self.sale(self.session) | {"access_token": "of the sale"}
        draft = self._sell(
            **data | {"state": "draft", "payment_ids": [], "sale_number": new_number()}
        )
        number = draft.sale_number
        self.assertEqual(self._sell(**data, sale_number=new_number()), draft)
        self.assertEqual(draft.sale_number, number)
        self.assertNotEqual(order.copy().sale_number, order.sale_number)

    def test_the_day_is_the_store_s(self):
        calendar = self.env["resource.calendar"].create({"name": "Open", "tz": "Asia/Shanghai"})
        self.store_a.resource_calendar_id = calendar
        evening = new_number(1_795_363_200_000)  # 2026-11-22 16:00 UTC
        self.assertTrue(self._sell(sale_number=evening).receipt_number.startswith("261123-"))
