import doctest
import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase

from ..lib import field_cipher

NUMBER = "110105194912310029"


class TestFieldEncryption(TransactionCase):
    """P6-4b, S4.2.3: what identifies people and opens other systems is sealed in the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        keys = patch.dict(os.environ, RETAIL_FIELD_KEYS=folder.name)
        keys.start()
        cls.addClassCleanup(keys.stop)
        for name in ("lookup", "2026-01-01"):
            field_cipher.make_key(cls.folder, name)
        cls.keys = cls.env["retail.field.key"]
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Wang Fang", "identification_id": NUMBER}
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        kept = {path: path.read_text() for path in self.folder.glob("*.key")}
        self.addCleanup(self.put_back, kept)

    def put_back(self, kept):
        for path in set(self.folder.glob("*.key")) - kept.keys():
            path.unlink()
        for path, text in kept.items():
            path.write_text(text)

    def stored(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT identification_id FROM hr_version WHERE id = %s", self.employee.version_id.ids
        )
        return self.env.cr.fetchone()[0]

    def told(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.employee.identification_id

    def test_doctests(self):
        flags = doctest.IGNORE_EXCEPTION_DETAIL
        self.assertEqual(doctest.testmod(field_cipher, optionflags=flags).failed, 0)

    def test_the_database_holds_no_number(self):
        self.assertNotIn(NUMBER, self.stored())
        self.assertIn(".aes-256-gcm.2026-01-01.", self.stored())
        self.assertEqual(self.told(), NUMBER)
        self.assertEqual(
            self.employee.search_read([("id", "=", self.employee.id)], ["identification_id"]),
            [{"id": self.employee.id, "identification_id": NUMBER}],
        )

    def test_a_whole_number_is_found_and_a_piece_is_not(self):
        employees = self.env["hr.employee"]
        self.assertEqual(employees.search([("identification_id", "=", NUMBER)]), self.employee)
        self.assertIn(self.employee, employees.search([("identification_id", "!=", "1")]))
        self.assertNotIn(self.employee, employees.search([("identification_id", "!=", NUMBER)]))
        self.assertIn(self.employee, employees.search([("identification_id", "!=", False)]))
        self.assertNotIn(self.employee, employees.search([("identification_id", "=", False)]))
        with self.assertRaises(UserError):
            employees.search([("identification_id", "like", "1949")])

    def test_sm4_by_setting(self):
        self.env["ir.config_parameter"].set_param("retail_security.field_cipher", "sm4-gcm")
        self.employee.identification_id = "310101"
        self.assertIn(".sm4-gcm.", self.stored())
        self.assertEqual(self.told(), "310101")
        self.keys._seal_batch(self.keys._sealed_fields()[0])

    def test_a_new_key_seals_all_anew_and_the_old_one_opens_meanwhile(self):
        before = self.stored()
        plain = self.env["hr.employee"].create({"name": "Zhao Lei"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_version SET identification_id = %s WHERE id = %s",
            ["in the clear", plain.version_id.id],
        )
        name = self.keys._add_key()
        self.assertEqual(self.told(), NUMBER)
        self.assertEqual(plain.identification_id, "in the clear")
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=60):
            self.keys._seal_anew()
        self.assertIn(f".{name}.", self.stored())
        self.assertEqual(self.stored().split(".")[1], before.split(".")[1])
        (self.folder / "2026-01-01.key").unlink()
        self.assertEqual((self.told(), plain.identification_id), (NUMBER, "in the clear"))

    def test_without_its_key_a_value_is_not_lost_nor_read(self):
        sealed = self.stored()
        self.keys._add_key()
        (self.folder / "2026-01-01.key").unlink()
        with self.assertRaises(UserError):
            self.told()
        self.assertEqual(self.stored(), sealed)

    def test_a_value_that_was_moved_or_changed_does_not_open(self):
        self.env.cr.execute(
            "UPDATE hr_version SET passport_id = identification_id WHERE id = %s",
            self.employee.version_id.ids,
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            _ = self.employee.passport_id

    def test_nobody_stores_what_looks_sealed(self):
        with self.assertRaises(UserError):
            self.employee.passport_id = self.stored()

    def test_the_password_of_a_mail_server_is_sealed(self):
        server = self.env["ir.mail_server"].create(
            {"name": "Out", "smtp_host": "mail.example.com", "smtp_pass": "swordfish"}
        )
        self.env.flush_all()
        self.env.cr.execute("SELECT smtp_pass FROM ir_mail_server WHERE id = %s", server.ids)
        self.assertNotIn("swordfish", self.env.cr.fetchone()[0])
        self.env.invalidate_all()
        self.assertEqual(server.smtp_pass, "swordfish")

    def test_keys_that_are_gone_are_not_made_anew(self):
        for path in self.folder.glob("*.key"):
            path.unlink()
        with self.assertRaises(UserError):
            self.told()
        self.assertFalse(list(self.folder.glob("*.key")))
