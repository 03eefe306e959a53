import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..lib import card_number, member_level, person_name, phone, pinyin, same_person
from ..lib.member_level import Level, next_level

LADDER = [
    Level("basic", 0, 0, 365),
    Level("silver", 1000, 500, 365),
    Level("gold", 5000, 3000, 90),
]


class TestMemberLib(BaseCase):
    def test_examples_of_the_libraries_hold(self):
        for module in (card_number, member_level, person_name, phone, pinyin, same_person):
            with self.subTest(module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    @given(st.text(max_size=40))
    @settings(max_examples=300, deadline=None)
    def test_any_text_gives_digits_or_nothing(self, text):
        digits = phone.canonical(text, 86)
        self.assertTrue(digits == "" or (digits.isascii() and digits.isdecimal()))

    @given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
    @settings(deadline=None)
    def test_a_mobile_number_is_the_same_in_every_notation(self, number):
        notations = (
            number,
            f"+86 {number}",
            f"0086{number}",
            f"86-{number}",
            f"{number[:3]} {number[3:]}",
        )
        self.assertEqual({phone.canonical(each, 86) for each in notations}, {f"86{number}"})

    @given(st.from_regex(r"[0-9]{1,15}", fullmatch=True))
    @settings(deadline=None)
    def test_a_mask_hides_at_least_half_of_a_short_number_and_four_digits_of_a_long_one(
        self, number
    ):
        shown = sum(char.isdecimal() for char in phone.mask(number))
        if len(number) >= 9:
            self.assertLessEqual(shown, len(number) - 4)
        else:
            self.assertLessEqual(shown, 2)

    @given(st.text(max_size=400))
    @settings(max_examples=300, deadline=None)
    def test_any_name_has_a_search_key_that_a_keyboard_can_type(self, name):
        key = pinyin.search_key(name).replace(" ", "")
        self.assertTrue(key == "" or (key.isascii() and key.isalnum() and key == key.lower()))

    @given(
        st.integers(0, 2),
        st.fixed_dictionaries({365: st.floats(0, 10000), 90: st.floats(0, 10000)}),
        st.integers(0, 1000),
    )
    @settings(deadline=None)
    def test_more_turnover_never_gives_a_lower_level(self, current, turnover, held):
        more = {days: amount + 1000 for days, amount in turnover.items()}

        def rank(amounts):
            level = next_level(LADDER, current, amounts, held)
            return LADDER.index(level) if level else current

        self.assertLessEqual(rank(turnover), rank(more))

    @given(st.text(max_size=40), st.text(max_size=40))
    @settings(max_examples=200, deadline=None)
    def test_names_are_compared_the_same_both_ways(self, one, other):
        self.assertEqual(same_person.may_be_same(one, other), same_person.may_be_same(other, one))
        self.assertTrue(same_person.may_be_same(one, one))
