"""Finding one member among a hundred thousand, as a till does while the customer stands there.

Both answer with the records that a till holds. Ours: `retail_find_for_till`. Native: `get_new_partner`
with the domain that the native list of customers sends. Both look for the same members, by the whole
phone number and by the whole name, the two ways that native knows; what the other ways cost ours stands
in the details, in milliseconds a search.
"""

import time

from pypinyin import lazy_pinyin

from odoo.tools import SQL

from . import harness

SEARCHES = 20
SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂雷梅欣怡子涵宇轩"
NATIVE_FIELDS = (
    *("name", "parent_name", "phone_mobile_search", "email", "barcode", "street", "zip", "city"),
    *("state_id", "country_id", "vat"),
)


class Benchmark(harness.Benchmark):
    modules = ("retail_pos_mobile",)
    sizes = (100_000,)
    item_name = "searches"

    def setup(self, env):
        env.company.country_id = env.ref("base.cn")
        store = env["stock.warehouse"].create({"name": "Bench", "code": "BNC", "is_store": True})
        self.config_id = (
            env["pos.config"].create({"name": "Bench", "picking_type_id": store.pos_type_id.id}).id
        )
        card_type = env["retail.member.card.type"].search([], limit=1)
        for start in range(0, self.size, 5_000):
            members = env["res.partner"].create(
                [
                    {"name": self._name(number), "phone": f"139{number:08d}"}
                    for number in range(start, start + 5_000)
                ]
            )
            env["retail.member.card"].create(
                [
                    {
                        "member_id": member.id,
                        "type_id": card_type.id,
                        "number": f"B{start + index:07d}",
                    }
                    for index, member in enumerate(members)
                ]
            )
            env.cr.commit()
            env.invalidate_all()
        self.numbers = self.random.sample(range(self.size), SEARCHES // 2)
        self.items = SEARCHES
        env.cr.execute(SQL("ANALYZE"))
        self._measure_other_ways(env)

    @staticmethod
    def _name(number):
        surname = SURNAMES[number % len(SURNAMES)]
        first = GIVEN[number // 7 % len(GIVEN)]
        return f"{surname}{first}{GIVEN[number // 211 % len(GIVEN)]}"

    def _terms(self):
        return [f"139{number:08d}" for number in self.numbers] + [
            self._name(number) for number in self.numbers
        ]

    def _measure_other_ways(self, env):
        Partner = env["res.partner"]
        self.details = {"milliseconds a search": {}}
        for way, term in (
            ("last four digits", lambda number: f"{number:08d}"[-4:]),
            ("card number", lambda number: f"B{number:07d}"),
            ("initials", self._initials),
        ):
            started = time.perf_counter()
            for number in self.numbers:
                env.invalidate_all()
                assert Partner.retail_find_for_till(self.config_id, term(number), 5)["ids"]
            seconds = (time.perf_counter() - started) / len(self.numbers)
            self.details["milliseconds a search"][way] = round(seconds * 1000, 1)

    def _initials(self, number):
        return "".join(word[0] for word in lazy_pinyin(self._name(number)))

    def ours(self, env):
        found = []
        for term in self._terms():
            env.invalidate_all()
            found.append(env["res.partner"].retail_find_for_till(self.config_id, term, 5)["ids"])
        return found

    def native(self, env):
        found = []
        for term in self._terms():
            env.invalidate_all()
            domain = ["|"] * (len(NATIVE_FIELDS) - 1)
            domain += [(field, "ilike", f"{term}%") for field in NATIVE_FIELDS]
            answer = env["res.partner"].get_new_partner(self.config_id, domain, 0)
            found.append([partner["id"] for partner in answer["res.partner"]])
        return found

    def check(self, env, ours, native):
        names = env["res.partner"].browse({id_ for ids in ours for id_ in ids}).mapped("name")
        assert set(names) <= {self._name(number) for number in range(self.size)}
        for term, our_ids, native_ids in zip(self._terms(), ours, native or ours, strict=True):
            assert our_ids, f"nobody found for {term}"
            assert set(our_ids) <= set(native_ids) or len(native_ids) == 100, term
