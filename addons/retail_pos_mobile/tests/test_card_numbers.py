import doctest
import json
import logging
import random
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.retail_security.lib import payment_card
from odoo.addons.retail_security.log_filter import CardNumberFilter

from .promotion_table import find_node
from .test_store_scope import PosScopeCommon

CARD, SHOWN = "4111 1111 1111 1111", "****1111"


@tagged("post_install", "-at_install")
class TestCardNumbers(PosScopeCommon, HttpCase):
    """Issue 6, section 6: numbers of payment cards are refused wherever typed, and never logged."""

    def test_doctests(self):
        self.assertEqual(doctest.testmod(payment_card).failed, 0)

    def test_the_phone_finds_what_the_server_finds(self):
        """Published test numbers of the issuers, what only looks alike, and numbers at random."""
        numbers = [
            *("4111111111111111", "5555555555554444", "2223003122003222", "378282246310005"),
            *("6011111111111117", "3530111333300000", "30569309025904", "6222021234567890128"),
            *("4006381333931", "620102199003071109", "9111111111111111", "4111111111111112"),
        ]
        texts = [
            text
            for number in numbers
            for text in (number, f"卡{number}号", f"A{number}", f"{number}0000000", f"x {number}.")
        ]
        texts += [
            "4111 1111-1111 1111",
            "4111  1111 1111 1111",
            "４１１１１１１１１１１１１１１１",
            "",
            "-4111111111111111",
        ]
        chance = random.Random(6)
        texts += ["".join(chance.choices("0123456789 -x", k=24)) for _ in range(3000)]
        texts += [f"62{chance.randrange(10**14, 10**15)}" for _ in range(1000)]
        done = subprocess.run(
            [find_node(), str(Path(__file__).parent / "payment_card.mjs")],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        found = [[digits for *_place, digits in payment_card.find(text)] for text in texts]
        self.assertGreater(sum(map(bool, found)), 100)
        self.assertEqual(json.loads(done.stdout), found)

    def test_what_is_typed_is_refused(self):
        typed = [
            name
            for name, model in self.env.registry.items()
            if hasattr(model, "_get_typed_fields") and not model._abstract
        ]
        self.assertLess(12, len(typed))
        for name in typed:
            model = self.env[name]
            for field in model._get_typed_fields():
                with self.subTest(f"{name}.{field}"):
                    self.assertIn(field, model._fields)
                    values = {field: f"Karte {CARD}, bitte"}
                    if model._scrubs_cards():
                        self.assertIn(SHOWN, model._without_cards(values)[field])
                    else:
                        with self.assertRaises(ValidationError):
                            model._without_cards(values)

    def test_a_member_is_not_named_by_his_card(self):
        with self.assertRaises(ValidationError):
            self.env["res.partner"].create({"name": CARD})
        with self.assertRaises(ValidationError):
            self.customer.comment = CARD
        self.customer.write({"barcode": CARD.replace(" ", ""), "comment": "EAN 4006381333931"})

    def test_a_sale_is_booked_without_the_number(self):
        order = self.sell(self.session_b, self.manager_b)
        order.write({"general_customer_note": f"card {CARD}"})
        self.assertEqual(order.general_customer_note, f"card {SHOWN}")
        order.lines[:1].customer_note = CARD
        self.assertEqual(order.lines[:1].customer_note, SHOWN)

    def test_the_chatter_keeps_the_last_digits_only(self):
        message = self.customer.message_post(body=f"He pays by {CARD}", subject=CARD)
        self.assertIn(f"He pays by {SHOWN}", message.body)
        self.assertEqual(message.subject, SHOWN)

    @mute_logger("odoo.http")
    def test_over_json2(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.manager_b)
            ._generate("rpc", "test", datetime.now() + timedelta(hours=1))
        )
        count = self.env["retail.count"].create({"warehouse_id": self.store_b.id})
        response = self.url_open(
            "/json/2/retail.count/write",
            data=json.dumps({"ids": count.ids, "vals": {"note": CARD}}),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        )
        self.assertEqual(response.status_code, 422)
        self.assertFalse(count.note)

    def test_the_audit_trail_keeps_none(self):
        self.env["retail.audit.event"]._record(
            "login_failed", login=CARD, details={"reason": [CARD]}
        )
        event = self.env["retail.audit.event"].search([], order="id desc", limit=1)
        self.assertEqual((event.login, event.details), (SHOWN, {"reason": [SHOWN]}))

    def test_the_log_keeps_none(self):
        record = logging.LogRecord("x", logging.INFO, "", 0, "asked %s", (CARD,), None)
        self.assertTrue(CardNumberFilter().filter(record))
        self.assertEqual(record.getMessage(), f"asked {SHOWN}")
        try:
            raise ValueError(CARD)
        except ValueError as error:
            told = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), told)
        CardNumberFilter().filter(record)
        self.assertIn(SHOWN, record.exc_text)
        self.assertNotIn(CARD, logging.Formatter().format(record).split("\n")[-1])

    def test_every_handler_of_the_server_filters(self):
        handlers = [
            handler
            for handler in logging.getLogger().handlers
            if not type(handler).__module__.startswith("_pytest")
        ]
        for handler in handlers:
            self.assertTrue(any(isinstance(one, CardNumberFilter) for one in handler.filters))
