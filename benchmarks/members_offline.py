"""All members of a chain brought to a phone: in columns, and as the records that a till loads.

Ours: the pages of `retail.till.members`, compressed as they go out. Native: what a till's start would
send, were its limit of 100 contacts raised: the contacts by `_load_pos_data_read` and their cards.
"""

import gzip
import json

from . import member_search


class Benchmark(member_search.Benchmark):
    sizes = (50_000,)
    item_name = "members"

    def setup(self, env):
        super().setup(env)
        self.items = self.size

    def _measure_other_ways(self, env):
        self.details = {"bytes": {}}

    def ours(self, env):
        env.invalidate_all()
        members, following, ids, size = env["retail.till.members"], 0, [], 0
        while following is not False:
            page = members.page(self.config_id, following)
            size += len(gzip.compress(json.dumps(page, ensure_ascii=False).encode(), 5))
            ids += page["columns"]["id"]
            following = page["next"]
        self.details["bytes"]["ours, compressed"] = size
        return ids

    def native(self, env):
        env.invalidate_all()
        config = env["pos.config"].browse(self.config_id)
        members = env["res.partner"].search([("is_member", "=", True)], order="id")
        answer = members._load_for_till(config)
        body = json.dumps(answer, ensure_ascii=False, default=str).encode()
        self.details["bytes"]["native, compressed"] = len(gzip.compress(body, 5))
        return members.ids

    def check(self, env, ours, native):
        assert len(ours) == self.size
        assert native is None or ours == native
