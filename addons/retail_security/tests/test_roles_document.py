import doctest

from odoo.tests import TransactionCase

from ..lib import roles_table


class TestRolesDocument(TransactionCase):
    def test_S5_3_1_1_the_document_tells_every_role_and_scope(self):
        document = self.env["retail.roles.document"].with_context(lang="en_US")
        text, _calls = document._markdown().split("## What a role may call")
        lines = text.splitlines()
        rows = {line.split(" | ")[0].strip("| `"): line for line in lines if line.startswith("|")}
        self.assertEqual(len(document._roles()), 10)
        for role in document._roles():
            self.assertIn(role.name, rows)
        self.assertIn("| own stores |", rows["Store Manager"])
        self.assertIn("| all stores |", rows["Planner"])
        self.assertIn("| `stock.quant` | RWCD | `location_id.warehouse_id` |", "\n".join(lines))
        seasons = rows["retail.season"].strip("| ").split(" | ")[1:]
        rights = dict(zip(document._roles().mapped("name"), seasons, strict=True))
        self.assertEqual(rights["Guide"], "R")
        self.assertEqual(rights["Merchandiser"], "RWCD")
        self.assertEqual(rights["Auditor"], "R")

    def test_doctests(self):
        self.assertEqual(doctest.testmod(roles_table).failed, 0)
