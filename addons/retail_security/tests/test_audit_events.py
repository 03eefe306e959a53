import io
import json
import xmlrpc.client
from datetime import datetime, timedelta

from openpyxl import load_workbook

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .audit_common import AuditCase
from .common import RetailSecurityCommon

ROLES = (
    *("guide", "store_manager", "regional_manager", "merchandiser", "planner", "buyer"),
    *("warehouse", "finance", "auditor", "administrator"),
)
READERS = {"auditor", "administrator"}


class TestAuditDeeds(AuditCase):
    """What is done in the back end is told, by whom, and from what to what."""

    def setUp(self):
        super().setUp()
        self.before = self.last_id()
        self.admin = new_test_user(
            self.env, "boss", "retail_security.group_administrator,base.group_system"
        )
        self.before = self.last_id()

    def test_S6_3_5_a_user_who_gets_a_role_is_told(self):
        user = new_test_user(self.env, "worker", "base.group_user")
        self.before = self.last_id()
        buyer = self.env.ref("retail_security.group_buyer")
        user.with_user(self.admin).write({"group_ids": [Command.link(buyer.id)]})
        [event] = self.recorded("rights", self.before)
        self.assertEqual((event.user_id, event.document), (self.admin, user.display_name))
        self.assertEqual(event.details, {"group_ids": {"added": [buyer.display_name]}})

    def test_S6_3_5_a_new_password_is_told_but_not_which(self):
        user = new_test_user(self.env, "worker", "base.group_user")
        self.before = self.last_id()
        user.with_user(self.admin).password = "very secret words"
        [event] = self.recorded("rights", self.before)
        self.assertEqual(event.details, {"password": "•••"})

    def test_S6_3_5_rules_and_access_rights_are_told(self):
        model = self.env.ref("base.model_res_partner")
        rule = (
            self.env["ir.rule"]
            .with_user(self.admin)
            .create({"name": "Test", "model_id": model.id, "domain_force": "[]"})
        )
        rule.domain_force = "[(1, '=', 1)]"
        right = model.access_ids[:1].with_user(self.admin)
        right.perm_unlink = not right.perm_unlink
        rule.unlink()
        added, changed, access, removed = self.recorded("rights", self.before)
        self.assertEqual(added.details["added"]["name"], "Test")
        self.assertEqual(changed.details, {"domain_force": {"from": "[]", "to": "[(1, '=', 1)]"}})
        self.assertEqual(
            (access.res_model, set(access.details)), ("ir.model.access", {"perm_unlink"})
        )
        self.assertEqual(removed.details["removed"]["name"], "Test")
        self.assertEqual({*(added + changed + access + removed).user_id}, {self.admin})

    def test_S6_3_5_parameters_are_told_without_secrets(self):
        parameters = self.env["ir.config_parameter"].with_user(self.admin)
        parameters.set_param("retail.test", "one")
        parameters.set_param("retail.test", "two")
        parameters.set_param("retail.test_secret", "hush")
        first, changed, secret = self.recorded("settings", self.before)
        self.assertEqual(first.details, {"added": {"key": "retail.test", "value": "one"}})
        self.assertEqual(changed.details, {"value": {"from": "one", "to": "two"}})
        self.assertEqual(secret.details["added"]["value"], "•••")

    def test_S6_3_5_saved_settings_are_told(self):
        settings = self.env["res.config.settings"].with_user(self.admin)
        settings.create({"audit_kept_days": 400}).execute()
        told = self.recorded("settings", self.before).filtered(
            lambda event: event.res_model == "res.config.settings"
        )
        self.assertEqual(told.details["audit_kept_days"], {"from": 0, "to": 400})
        self.assertNotIn("audit_algorithm", told.details)

    def test_S6_3_5_an_export_tells_who_took_what_and_how_much(self):
        partners = (
            self.env["res.partner"].with_user(self.admin).create([{"name": "One"}, {"name": "Two"}])
        )
        partners.export_data(["name", "email"])
        [event] = self.recorded("export", self.before)
        self.assertEqual((event.user_id, event.res_model), (self.admin, "res.partner"))
        self.assertEqual(event.details, {"records": 2, "fields": ["name", "email"]})

    def test_S6_3_6_field_history_is_kept_of_chosen_models(self):
        store = self.env["stock.warehouse"].create({"name": "Former", "code": "FRM"})
        store.with_user(self.admin).name = "Latter"
        log = self.env["auditlog.log"].search(
            [
                ("model_id.model", "=", "stock.warehouse"),
                ("res_id", "=", store.id),
                ("method", "=", "write"),
                ("user_id", "=", self.admin.id),
            ]
        )
        line = log.line_ids.filtered(lambda line: line.field_name == "name")
        self.assertEqual(line.new_value, "Latter")


class TestAuditReaders(RetailSecurityCommon):
    def test_S6_3_6_auditor_and_administrator_alone_read_and_nobody_writes(self):
        self.env["retail.audit.event"]._record("export")
        names = "retail.audit.event", "retail.audit.checkpoint"
        for role in ROLES:
            user = self.new_user(role, self.store_a)
            for name in names:
                model = self.env[name].with_user(user)
                with self.subTest(role=role, model=name):
                    self.assertEqual(model.has_access("read"), role in READERS)
                    for operation in "write", "create", "unlink":
                        self.assertFalse(model.has_access(operation), operation)

    def test_S6_3_6_field_history_is_read_by_the_auditor_and_deleted_by_nobody(self):
        auditor = self.new_user("auditor")
        system = new_test_user(self.env, "system", "base.group_system")
        log = self.env["auditlog.log"]
        self.assertTrue(log.with_user(auditor).has_access("read"))
        for operation in "write", "unlink":
            self.assertFalse(log.with_user(auditor).has_access(operation))
            self.assertFalse(log.with_user(system).has_access(operation))

    def test_S6_3_6_the_menu_is_theirs(self):
        menu = self.env.ref("retail_security.menu_retail_audit_events")
        for role in ROLES:
            with self.subTest(role):
                user = self.new_user(role, self.store_a)
                visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                self.assertEqual(menu.id in visible, role in READERS)


@tagged("post_install", "-at_install")
class TestAuditAccess(RetailSecurityCommon, HttpCase):
    """Log-ins, log-outs and attacks, over the web client, JSON-2 and XML-RPC."""

    def setUp(self):
        super().setUp()
        self.event = self.env["retail.audit.event"]
        self.before = self.event.search([], limit=1).id or 0
        self.user = self.new_user("guide", self.store_a)
        self.user.password = "a password of the test"

    def recorded(self, *kinds):
        self.event.invalidate_model()
        return self.event.search([("id", ">", self.before), ("kind", "in", kinds)], order="id")

    def key_of(self, user):
        keys = self.env["res.users.apikeys"].with_user(user)
        return keys._generate("rpc", "test", datetime.now() + timedelta(hours=1))

    def json2(self, key, model, method, **values):
        return self.opener.post(
            f"{self.base_url()}/json/2/{model}/{method}",
            json=values,
            headers={"Authorization": f"bearer {key}"},
            timeout=30,
        )

    def test_S6_3_5_log_in_and_log_out_are_told(self):
        self.authenticate(None, None)
        answer = self.make_jsonrpc_request(
            "/web/session/authenticate",
            {
                "db": self.env.cr.dbname,
                "login": self.user.login,
                "password": "a password of the test",
            },
        )
        self.assertEqual(answer["uid"], self.user.id)
        self.url_open("/web/session/logout", allow_redirects=False)
        came, went = self.recorded("login", "logout")
        self.assertEqual(
            (came.kind, came.user_id, came.login), ("login", self.user, self.user.login)
        )
        self.assertEqual(came.details["method"], "password")
        self.assertTrue(came.address)
        self.assertEqual((went.kind, went.user_id), ("logout", self.user))

    @mute_logger("odoo.http", "odoo.addons.base.models.res_users")
    def test_S6_3_5_failed_log_ins_are_told(self):
        """By XML-RPC and JSON-2; a wrong password of a call by XML-RPC is in TestAuditParallel."""
        database = self.env.cr.dbname
        self.assertFalse(self.xmlrpc_common.authenticate(database, "nobody", "wrong", {}))
        answer = self.json2("0" * 40, "res.partner", "search", domain=[])
        self.assertEqual(answer.status_code, 401, answer.text[-1500:])
        failed = self.recorded("login_failed")
        self.assertEqual(failed.mapped("login"), ["nobody", "key 00000000"])
        self.assertEqual([event.details["method"] for event in failed], ["password", "key"])
        self.assertFalse(failed.user_id)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.sql_db")
    def test_S6_3_6_no_role_writes_the_trail_over_json2_or_xmlrpc(self):
        self.event._record("export", document="as it was")
        row = self.event.search([], limit=1)
        attacks = (
            ("create", {"vals_list": [{"kind": "sale"}]}, [[{"kind": "sale"}]]),
            ("write", {"ids": row.ids, "vals": {"document": "x"}}, [row.ids, {"document": "x"}]),
            ("unlink", {"ids": row.ids}, [row.ids]),
            ("_record", {"kind": "sale"}, ["sale"]),
            ("_seal", {}, []),
        )
        for role in ROLES:
            user = self.new_user(role, self.store_a) if role != "guide" else self.user
            key = self.key_of(user)
            for method, values, arguments in attacks:
                with self.subTest(role=role, method=method):
                    answer = self.json2(key, "retail.audit.event", method, **values)
                    self.assertIn(answer.status_code, (403, 404, 422), answer.text[:300])
                    with self.assertRaises(xmlrpc.client.Fault):
                        self.xmlrpc_object.execute_kw(
                            self.env.cr.dbname,
                            user.id,
                            key,
                            "retail.audit.event",
                            method,
                            arguments,
                        )
            read = self.json2(key, "retail.audit.event", "search_read", domain=[], limit=1)
            self.assertEqual(read.status_code, 200 if role in READERS else 403, role)
        row.invalidate_recordset()
        self.assertEqual(row.document, "as it was")
        self.assertFalse(self.event.search([("kind", "=", "sale"), ("id", ">", row.id)]))

    def test_S6_2_6_an_export_by_the_web_client_is_told(self):
        auditor = self.new_user("auditor")
        auditor.group_ids += self.env.ref("base.group_allow_export")
        self.authenticate(auditor.login, auditor.login)
        data = {
            "model": "retail.audit.event",
            "fields": [{"name": "kind", "label": "Kind", "type": "selection"}],
            "ids": self.event.search([], limit=3).ids,
            "domain": [],
            "import_compat": False,
        }
        answer = self.url_open(
            "/web/export/csv",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 200)
        [event] = self.recorded("export")
        self.assertEqual((event.user_id, event.res_model), (auditor, "retail.audit.event"))
        self.assertEqual(event.details, {"records": 3, "fields": ["kind"]})

    def opened(self, path, **fields):
        """Return the one event of a document that a manager of store A opens."""
        self.before = self.event.search([], limit=1).id
        if fields:
            fields["csrf_token"] = Request.csrf_token(self)
        answer = self.url_open(path, data=fields or None)
        self.assertEqual(answer.status_code, 200, answer.text[:2000])
        [event] = self.recorded("export")
        self.assertEqual((event.user_id, event.res_model), (self.manager, "stock.picking"))
        return event

    def test_S6_2_6_a_document_is_told_whatever_its_form(self):
        self.manager = self.new_user("store_manager", self.store_a)
        self.authenticate(self.manager.login, self.manager.login)
        pickings = self.transfer(self.store_a.in_type_id) + self.transfer(self.store_a.in_type_id)
        text = self.env.ref("stock.action_report_delivery").copy(
            {"report_type": "qweb-text", "report_name": "stock.label_transfer_template_view_zpl"}
        )
        named = {"pdf": "stock.report_deliveryslip", "html": "stock.report_deliveryslip"}
        named["text"] = text.report_name
        for form, report in named.items():
            for docs in pickings[:1], pickings:
                ids = ",".join(map(str, docs.ids))
                with self.subTest(form=form, documents=len(docs)):
                    event = self.opened(f"/report/{form}/{report}/{ids}")
                    told = docs.display_name if len(docs) == 1 else event.details["name"]
                    self.assertEqual(event.document, told)
                    self.assertEqual(event.res_id, docs.id if len(docs) == 1 else 0)
                    self.assertEqual(event.details["records"], len(docs))
                    self.assertEqual(event.details["form"], form)
                    self.assertEqual(event.details["report"], report)
                if form != "html":
                    asked = [f"/report/{form}/{report}/{ids}", f"qweb-{form}"]
                    event = self.opened("/report/download", data=json.dumps(asked))
                    self.assertEqual(event.details["form"], form)
                    self.assertEqual(event.details["records"], len(docs))

    def test_S6_2_6_a_document_about_a_member_is_told_without_the_name(self):
        admin = self.new_user("administrator")
        labels = self.env.ref("stock.action_report_delivery").sudo().copy({"model": "res.partner"})
        labels.with_user(admin)._tell_taken("pdf", self.customer.ids)
        [event] = self.recorded("export")
        self.assertEqual((event.res_id, event.document), (self.customer.id, labels.name))
        self.assertNotIn(self.customer.name, str(event.details))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_S6_2_6_what_was_refused_was_not_taken(self):
        manager = self.new_user("store_manager", self.store_b)
        self.authenticate(manager.login, manager.login)
        picking = self.transfer(self.store_a.in_type_id)
        answer = self.url_open(f"/report/html/stock.report_deliveryslip/{picking.id}")
        self.assertNotEqual(answer.status_code, 200)
        self.assertFalse(self.recorded("export"))

    def test_S6_2_6_the_browser_does_not_say_that_a_document_was_told(self):
        """The context comes from the browser: nothing in it stops what is told."""
        self.manager = self.new_user("store_manager", self.store_a)
        self.authenticate(self.manager.login, self.manager.login)
        picking = self.transfer(self.store_a.in_type_id)
        context = json.dumps({"su": True, "uid": 1, "told": True})
        self.opened(f"/report/html/stock.report_deliveryslip/{picking.id}?context={context}")

    def test_S6_2_6_a_pivot_and_a_price_list_are_told_and_say_who_took_them(self):
        admin = self.new_user("administrator")
        admin.group_ids += self.env.ref("product.group_product_manager")
        self.authenticate(admin.login, admin.login)
        pivot = {
            "title": "Members",
            "model": "res.partner",
            "measure_count": 1,
            "col_group_headers": [],
            "measure_headers": [],
            "rows": [{"title": "Li Lei", "indent": 0, "values": [{"value": 1}]}],
        }
        prices = self.env["product.pricelist"].create({"name": "Autumn"})
        asked = {
            "active_model": "product.product",
            "active_ids": self.jacket.ids,
            "pricelist_id": prices.id,
        }
        exports = (
            ("/web/pivot/export_xlsx", {"data": json.dumps(pivot)}, "pivot"),
            (
                "/product/export/pricelist/",
                {"report_data": json.dumps(asked), "export_format": "xlsx"},
                "xlsx",
            ),
        )
        for path, fields, form in exports:
            answer = self.url_open(path, data=fields | {"csrf_token": Request.csrf_token(self)})
            last = [*load_workbook(io.BytesIO(answer.content)).active.values][-1]
            self.assertIn("test_administrator", last[0])
            event = self.recorded("export")[-1]
            self.assertEqual(event.details, {"form": form, "records": 1})
        told = self.recorded("export")
        self.assertEqual(told.mapped("res_model"), ["res.partner", "product.pricelist"])
        self.assertEqual(told.mapped("document"), ["Members", prices.display_name])

    def test_a_document_that_the_system_makes_is_nobodys_export(self):
        module = self.env["ir.module.module"].search([("name", "=", "retail_security")])
        reports = self.env["ir.actions.report"].with_user(self.new_user("administrator"))
        reports.sudo()._render_qweb_pdf("base.report_irmodulereference", module.ids)
        self.assertFalse(self.recorded("export"))

    def exported(self, kind, **changes):
        """Return the answer of the web client's export of two partners by their names."""
        admin = self.env["res.users"].search([("login", "=", "test_administrator")])
        admin = admin or self.new_user("administrator")
        admin.group_ids += self.env.ref("base.group_allow_export")
        admin.tz = "Asia/Shanghai"
        self.authenticate(admin.login, admin.login)
        partners = self.env["res.partner"].create([{"name": "Li Lei"}, {"name": "Han Mei"}])
        data = {
            "model": "res.partner",
            "fields": [{"name": "name", "label": "Name", "type": "char"}],
            "ids": partners.ids,
            "domain": [],
            "import_compat": False,
            "context": {"lang": "en_US"},
        }
        fields = {"data": json.dumps(data | changes), "csrf_token": Request.csrf_token(self)}
        answer = self.url_open(f"/web/export/{kind}", data=fields)
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertIn("test_administrator", answer.headers["Content-Disposition"])
        return answer

    def test_S6_2_6_an_export_says_at_its_end_who_took_it_and_when(self):
        said = r"Exported by .*\(test_administrator\) on \d{4}-\d\d-\d\d \d\d:\d\d CST"
        rows = self.exported("csv").text.splitlines()
        self.assertEqual(rows[:3], ['"Name"', '"Li Lei"', '"Han Mei"'])
        self.assertRegex(rows[3], said)
        for changes in {}, {"groupby": ["name"]}:
            with self.subTest(changes):
                book = load_workbook(io.BytesIO(self.exported("xlsx", **changes).content))
                self.assertRegex([*book.active.values][-1][0], said)

    def test_an_export_to_be_read_in_again_has_records_alone(self):
        rows = self.exported("csv", import_compat=True).text.splitlines()
        self.assertEqual(rows, ['"name"', '"Li Lei"', '"Han Mei"'])
