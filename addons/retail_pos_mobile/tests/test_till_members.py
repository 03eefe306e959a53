"""P5.1.1.1b, A-K1: every member is on the phone, in columns, without what is not the guide's to have."""

import json

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from ..models import retail_till_members

PERSONS = (("李雷", "13800138000"), ("Han Meimei", "13900139000"), ("Wang Wu", ""))


def set_up(cls):
    """A store with a till, a guide, and members with cards."""
    cls.env.company.country_id = cls.env.ref("base.cn")
    cls.store, cls.other = cls.env["stock.warehouse"].create(
        [
            {"name": "Store", "code": "TM1", "is_store": True},
            {"name": "Other", "code": "TM2", "is_store": True},
        ]
    )
    cls.till = cls.env["pos.config"].create(
        {"name": "Members", "picking_type_id": cls.store.pos_type_id.id}
    )
    cls.guide, cls.stranger = (
        new_test_user(
            cls.env,
            login,
            password=login,
            groups="retail_security.group_guide",
            store_ids=[(6, 0, store.ids)],
        )
        for login, store in (("tm.guide", cls.store), ("tm.stranger", cls.other))
    )
    cls.members = cls.env["res.partner"].create(
        [{"name": name, "phone": number} for name, number in PERSONS]
    )
    cls.cards = cls.env["retail.member.card"].create(
        [
            {"member_id": member.id, "number": f"TM{place}", "store_id": cls.store.id}
            for place, member in enumerate(cls.members)
        ]
    )
    cls.env.flush_all()


@tagged("post_install", "-at_install")
class TestTillMembers(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        set_up(cls)
        cls.program = cls.env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty", "applies_on": "both", "trigger": "auto"}
        )
        cls.points = cls.env["loyalty.card"].create(
            {"program_id": cls.program.id, "partner_id": cls.members[0].id, "points": 120}
        )
        cls.env.flush_all()

    def _as_guide(self):
        return self.env["retail.till.members"].with_user(self.guide)

    def _rows(self, columns):
        rows = zip(*columns.values(), strict=True)
        named = [dict(zip(columns, row, strict=True)) for row in rows]
        return {row["id"]: row for row in named if row["id"] in self.members.ids}

    def test_a_guide_gets_name_ends_of_the_number_card_level_and_points(self):
        page = self._as_guide().page(self.till.id)
        rows = self._rows(page["columns"])
        card = self.cards[0]
        self.assertEqual(
            rows[self.members[0].id],
            {
                "id": self.members[0].id,
                "name": "李雷",
                "pinyin": self.members[0].name_pinyin,
                "phone": "138****8000",
                "cards": [[card.id, "TM0", card.type_id.id, "active"]],
                "points": [[self.points.id, self.program.id, 120]],
            },
        )
        self.assertTrue(page["is_all"])
        self.assertNotIn("13800138000", json.dumps(page))

    def test_they_come_page_by_page_and_each_once(self):
        self.patch(retail_till_members, "A_PAGE", 2)
        found, following = [], 0
        while following is not False:
            page = self._as_guide().page(self.till.id, following)
            found += page["columns"]["id"]
            following = page["next"]
        self.assertEqual(found, sorted(set(found)))
        self.assertLessEqual({*self.members.ids}, {*found})

    def test_many_members_cost_as_many_queries_as_few(self):
        self._as_guide().page(self.till.id)
        self.env.flush_all()
        with self.assertQueryCount(12):
            self._as_guide().page(self.till.id)

    def test_what_changed_comes_alone_and_who_is_archived_goes(self):
        long_ago, now = "2000-01-01 00:00:00", self._as_guide().page(self.till.id)["stamp"]
        self.assertEqual(self._as_guide().changes(self.till.id, long_ago), {"reload": True})
        self._touch("retail_member_card", self.cards[1], "1 hour")
        self._touch("loyalty_card", self.points, "1 hour")
        self.members[2].active = False
        self._touch("res_partner", self.members[2], "1 hour")
        since = self._in("30 minutes")
        told = self._as_guide().changes(self.till.id, since)
        self.assertEqual({*self._rows(told["columns"])}, {*self.members[:2].ids})
        self.assertEqual(told["gone"], self.members[2].ids)
        self.assertEqual(self._as_guide().changes(self.till.id, self._in("2 hours"))["gone"], [])
        self.assertGreaterEqual(told["stamp"], now)

    def _touch(self, table, record, later):
        """Within a transaction the clock stands still: what is written later bears a later date."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {table} SET write_date = now() + %s::interval WHERE id = %s",
            (later, record.id),
        )
        self.env.invalidate_all()

    def _in(self, later):
        self.env.cr.execute(
            "SELECT to_char(now() + %s::interval, 'YYYY-MM-DD HH24:MI:SS')", (later,)
        )
        return self.env.cr.fetchone()[0]

    def test_of_a_chain_with_too_many_the_phone_has_those_of_its_store(self):
        self.patch(retail_till_members, "MOST", 2)
        self.cards[1].sudo().store_id = self.other
        page = self._as_guide().page(self.till.id)
        self.assertFalse(page["is_all"])
        self.assertEqual({*self._rows(page["columns"])}, {self.members[0].id, self.members[2].id})

    def test_a_till_of_another_store_gets_nobody(self):
        with self.assertRaises(AccessError):
            self.env["retail.till.members"].with_user(self.stranger).page(self.till.id)

    def test_a_cashier_who_does_not_work_with_members_gets_nobody(self):
        cashier = new_test_user(self.env, "tm.cashier", groups="point_of_sale.group_pos_user")
        members = self.env["retail.till.members"].with_user(cashier)
        self.assertEqual(members.page(self.till.id)["columns"]["id"], [])
        self.assertEqual(members.changes(self.till.id, self._in("0")), {"reload": False})


@tagged("post_install", "-at_install")
class TestTillMembersOverHttp(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        set_up(cls)

    def test_a_phone_gets_them_compressed(self):
        self.authenticate("tm.guide", "tm.guide")
        answer = self.url_open(f"/retail/till_members/{self.till.id}", data={"after": "0"})
        self.assertLessEqual({*self.members.ids}, {*answer.json()["columns"]["id"]})
        self.assertEqual(answer.headers["Content-Encoding"], "gzip")

    def test_nobody_gets_them_without_signing_in(self):
        answer = self.url_open(f"/retail/till_members/{self.till.id}", data={"after": "0"})
        self.assertNotIn("TM0", answer.text)
