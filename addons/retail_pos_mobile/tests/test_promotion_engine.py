import doctest
import os
import random
from fractions import Fraction

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..lib.promotion import engine, money
from ..lib.promotion.engine import evaluate
from ..lib.promotion.money import allocate, from_units, returned_share, to_units
from .promotion_table import (
    cart_of,
    find_node,
    programmes_of,
    read_table,
    run_on_the_phone,
)

PRODUCTS = st.integers(1, 3)
AMOUNTS = st.integers(0, 100_000)
SOME_PRODUCTS = st.none() | st.lists(PRODUCTS, min_size=1, max_size=3, unique=True)


def optional(strategy):
    return st.none() | strategy


def rarely(strategy):
    """None mostly: a cart on which nothing acts shows little."""
    return st.sampled_from([False] * 9 + [True]).flatmap(lambda yes: strategy if yes else st.none())


@st.composite
def programmes(draw):
    kind = draw(st.sampled_from(["threshold", "set", "gift", "points"]))
    group = draw(optional(st.integers(1, 2)))
    programme = {
        "kind": kind,
        "sequence": draw(st.integers(0, 3)),
        "group": group,
        "group_scope": group and ("goods", "sale")[group - 1],
        "combinable": draw(st.sampled_from([True, True, True, False])),
        "members_only": draw(rarely(st.just(True))),
        "levels": draw(rarely(st.lists(st.integers(1, 3), max_size=2))),
        "claim": kind == "points" or draw(rarely(st.just(True))),
        "limit": draw(optional(st.integers(1, 3))),
        "from": draw(rarely(st.sampled_from(["2026-11-21", "2026-11-23"]))),
        "minutes": draw(rarely(st.sampled_from([[600, 900], [870, 871]]))),
        "weekdays": draw(rarely(st.sampled_from([[5, 6], [0]]))),
        "every": draw(st.booleans()),
        "products": draw(SOME_PRODUCTS),
    }
    percent = st.integers(-500, 12000).map(lambda hundredths: hundredths / 100)
    if kind == "threshold":
        tier = st.fixed_dictionaries(
            {},
            optional={
                "min_amount": st.integers(1, 30_000),
                "min_qty": st.integers(1, 3),
                "percent": percent,
                "amount": AMOUNTS,
                "max": optional(AMOUNTS),
            },
        )
        programme["tiers"] = draw(st.lists(tier, min_size=1, max_size=3))
        programme["targets"] = draw(SOME_PRODUCTS)
    elif kind == "set":
        component = st.fixed_dictionaries({"products": SOME_PRODUCTS, "qty": st.integers(1, 3)})
        programme["components"] = draw(st.lists(component, min_size=1, max_size=3))
        programme["reward"] = draw(
            st.one_of(
                st.fixed_dictionaries({"price": AMOUNTS}),
                st.fixed_dictionaries({"amount": AMOUNTS}),
                st.fixed_dictionaries(
                    {"percent": percent, "cheapest": optional(st.integers(1, 3))}
                ),
            )
        )
    elif kind == "gift":
        programme["min_amount"] = draw(optional(st.integers(1, 50_000)))
        programme["min_qty"] = draw(optional(st.integers(1, 4)))
        programme["gifts"] = draw(st.lists(PRODUCTS, min_size=1, max_size=2))
        programme["gift_qty"] = draw(st.integers(1, 2))
    else:
        programme["block_points"] = draw(st.integers(1, 200))
        programme["block_value"] = draw(st.integers(1, 2000))
        programme["max_percent"] = draw(optional(percent))
    return programme


@st.composite
def sales(draw):
    line = st.tuples(
        PRODUCTS,
        st.one_of(*[st.integers(1, 8)] * 3, st.sampled_from([-2, 0, 0.5, 1.5, 1000, 1001, 10**9])),
        st.one_of(*[st.integers(500, 100_000)] * 3, st.integers(-5_000, 50)),
    )
    offers = [
        {**programme, "id": number}
        for number, programme in enumerate(
            draw(st.lists(programmes(), min_size=2, max_size=6)), start=1
        )
    ]
    claimed = draw(st.lists(st.sampled_from(offers), max_size=3)) if offers else []
    points = st.integers(-10, 3000) | st.sampled_from([99.5, 250.25])
    cart = {
        "moment": "2026-11-22T14:30",
        "member": draw(optional(st.fixed_dictionaries({"level": optional(st.integers(1, 3))}))),
        "claims": [
            {
                "programme": offer["id"],
                "coupon": draw(st.integers(1, 99)),
                "points": draw(points),
                "expires": draw(st.sampled_from([None, "2026-11-21", "2026-11-22"])),
            }
            for offer in claimed
        ],
        "lines": [
            {"id": f"line-{number}", "product": product, "qty": qty, "amount": amount}
            for number, (product, qty, amount) in enumerate(
                draw(st.lists(line, min_size=1, max_size=6))
            )
        ],
    }
    return {"cart": cart, "programmes": offers}


RANDOM = settings(
    max_examples=300,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class TestPromotionEngine(BaseCase):
    """M-S3: promotions together, the same on the phone as on the server."""

    maxDiff = None

    def _money(self, case, units):
        return from_units(units, case.get("rounding", 0.01))

    def _check(self, case, result):
        self.assertEqual(
            [
                [
                    each["programme"],
                    self._money(case, each["amount"]),
                    {line: self._money(case, share) for line, share in each["shares"].items()},
                    *([each["points"]] if each["points"] else []),
                ]
                for each in result["applied"]
            ],
            case["applied"],
        )
        self.assertEqual(
            {str(each["programme"]): each["reason"] for each in result["skipped"]},
            case.get("skipped", {}),
        )
        total = sum(line["amount"] for line in result["lines"])
        self.assertEqual(self._money(case, total), case["total"])

    def test_examples_of_the_libraries_hold(self):
        for module in (engine, money):
            with self.subTest(module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def test_M_S3_table_has_at_least_forty_cases_with_names_of_their_own(self):
        names = [case["name"] for case in read_table()["cases"]]
        self.assertGreaterEqual(len(names), 40)
        self.assertEqual(len(names), len(set(names)))

    def test_M_S3_table_through_the_server(self):
        for case in read_table()["cases"]:
            with self.subTest(case["name"]):
                self._check(case, evaluate(cart_of(case), programmes_of(case)))

    def test_M_S3_table_through_the_phone(self):
        self._needs_node()
        cases = read_table()["cases"]
        carts = [{"cart": cart_of(case), "programmes": programmes_of(case)} for case in cases]
        for case, result in zip(cases, run_on_the_phone(carts)["carts"]):
            with self.subTest(case["name"]):
                self._check(case, result)

    def _returns(self):
        """Yield a name, the arguments of each step and what the step gives back."""
        for case in read_table()["returns"]:
            rounding = case.get("rounding", 0.01)
            before = 0
            for step, back in zip(case["steps"], case["back"]):
                arguments = (to_units(case["amount"], rounding), case["qty"], before, step)
                yield case["name"], arguments, to_units(back, rounding)
                before += max(step, 0)

    def test_M_S3_returns_of_parts_through_the_server(self):
        for name, arguments, back in self._returns():
            with self.subTest(name, arguments=arguments):
                self.assertEqual(returned_share(*arguments), back)

    def test_M_S3_returns_of_parts_through_the_phone(self):
        self._needs_node()
        cases = list(self._returns())
        backs = run_on_the_phone(returns=[arguments for _name, arguments, _back in cases])[
            "returns"
        ]
        self.assertEqual(backs, [back for _name, _arguments, back in cases])

    def test_M_S3_random_carts_give_the_same_on_the_phone_and_on_the_server(self):
        self._needs_node()
        carts = self._random_sales()
        for sale, on_the_phone in zip(carts, run_on_the_phone(carts)["carts"]):
            self.assertEqual(evaluate(**sale), on_the_phone, sale)

    def _random_sales(self):
        """Return random carts, on several of which more than one promotion acts."""
        drawn, several = [], 0
        for number in range(5):
            drawn += self._draw_sales(20261122 + number)
            several = sum(len(evaluate(**sale)["applied"]) > 1 for sale in drawn)
            if several > 10:
                break
        self.assertGreater(several, 10, f"of {len(drawn)} carts")
        return drawn

    def _draw_sales(self, number):
        collected = []

        @seed(number)
        @RANDOM
        @given(sales())
        def collect(sale):
            collected.append(sale)

        collect()
        return collected

    def test_M_S3_random_amounts_and_returns_are_the_same_on_the_phone_and_on_the_server(self):
        self._needs_node()
        draw = random.Random(20261122)
        roundings = (0.01, 1, 0.05, 0.001, 10)
        amounts = [
            (round(draw.uniform(-99999, 99999), draw.choice((0, 2, 3))), draw.choice(roundings))
            for _ in range(2000)
        ]
        returns = [
            (draw.randint(0, 10**12), draw.choice((1, 3, 7, 1.5, 0.333, 10**9)), *quantities)
            for quantities in [(draw.randint(0, 4), draw.choice((1, 2, 0.5))) for _ in range(2000)]
        ]
        phone = run_on_the_phone(returns=returns, amounts=amounts)
        server = [to_units(*each) for each in amounts]
        self.assertEqual(
            phone["amounts"],
            [[units, from_units(units, each[1])] for units, each in zip(server, amounts)],
        )
        self.assertEqual(phone["returns"], [returned_share(*each) for each in returns])

    @RANDOM
    @given(sales())
    def test_no_line_below_zero_and_the_shares_add_up(self, sale):
        result = evaluate(**sale)
        amounts = {line["id"]: line["amount"] for line in sale["cart"]["lines"]}
        given_to = dict.fromkeys(amounts, 0)
        for each in result["applied"]:
            self.assertGreater(each["amount"], 0)
            self.assertEqual(sum(each["shares"].values()), each["amount"])
            for line, share in each["shares"].items():
                self.assertGreater(share, 0)
                given_to[line] += share
        for line in result["lines"]:
            self.assertEqual(line["discount"], given_to[line["id"]])
            self.assertEqual(line["amount"], amounts[line["id"]] - line["discount"])
            self.assertGreaterEqual(line["amount"], min(amounts[line["id"]], 0))
        self.assertEqual(result["discount"], sum(given_to.values()))

    @RANDOM
    @given(sales(), st.randoms())
    def test_order_of_lines_and_programmes_does_not_matter(self, sale, chance):
        first = evaluate(**sale)
        chance.shuffle(sale["cart"]["lines"])
        chance.shuffle(sale["programmes"])
        self.assertEqual(evaluate(**sale), first)

    @RANDOM
    @given(sales())
    def test_exclusion_is_kept(self, sale):
        result = evaluate(**sale)
        by_id = {programme["id"]: programme for programme in sale["programmes"]}
        applied = [by_id[each["programme"]] for each in result["applied"]]
        whole_sale = [each["group"] for each in applied if each["group_scope"] == "sale"]
        self.assertEqual(len(whole_sale), len(set(whole_sale)))
        # A line of one piece shows what acts on a piece
        single = {line["id"] for line in sale["cart"]["lines"] if line["qty"] in (1, 0.5, 1.5)}
        for line in single:
            on_line = [
                by_id[each["programme"]] for each in result["applied"] if line in each["shares"]
            ]
            groups = [each["group"] for each in on_line if each["group"]]
            self.assertEqual(len(groups), len(set(groups)))
            if any(not each["combinable"] for each in on_line):
                self.assertEqual(len(on_line), 1)

    @given(
        st.integers(0, 10**9),
        st.lists(st.integers(1, 50), min_size=1, max_size=8),
    )
    @settings(deadline=None, database=None)
    def test_parts_that_come_back_add_up_to_the_whole(self, amount, steps):
        sold = sum(steps)
        backs = [
            returned_share(amount, sold, sum(steps[:place]), step)
            for place, step in enumerate(steps)
        ]
        self.assertEqual(sum(backs), amount)
        for place in range(len(steps)):
            exact = Fraction(amount * sum(steps[: place + 1]), sold)
            self.assertLessEqual(abs(sum(backs[: place + 1]) - exact), Fraction(1, 2))

    @given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.data())
    @settings(deadline=None, database=None)
    def test_shares_differ_from_the_exact_by_less_than_a_unit(self, weights, data):
        whole = sum(weights)
        total = data.draw(st.integers(0, whole))
        shares = allocate(total, weights)
        self.assertEqual(sum(shares), total)
        for share, weight in zip(shares, weights):
            self.assertLessEqual(share, weight)
            self.assertLess(abs(share - Fraction(total * weight, whole or 1)), 1)

    def _needs_node(self):
        if not find_node():
            if os.environ.get("RETAIL_NO_SKIP"):
                self.fail("The phone's engine must run here, but there is no node")
            self.skipTest("no node")
