"""A day of a chain is judged by all risk rules in one go: 20,000 sales of 50 tills, after 30 days like it.

The rules look back over up to 30 days, so that 600,000 sales of 1,200,000 lines stand behind the day, of
100 guides in ten stores, with what was thrown away. The limit is one pass over these sales and lines,
of which the rules make several. Odoo has no such rules. Ours begins with the question which days got
something, and ends with the managers' activities.
"""

from datetime import date, timedelta

from odoo.tools import SQL

from . import harness

STORES, TILLS_A_STORE, GUIDES_A_STORE = 10, 5, 10
DAYS = 30
MEMBERS = 60_000
VOIDS_A_DAY = 1_000
# The rules run once a minute: a whole day at once must leave most of it
MOST_SECONDS = 10


class Benchmark(harness.Benchmark):
    modules = ("retail_risk",)
    sizes = (20_000,)
    runs = limit_runs = 3
    item_name = "sales"
    note = f"after {DAYS} days with as many sales; limit: one pass over these sales and lines"

    def setup(self, env):
        self.items = self.size
        self.today = date(2026, 6, 30)
        self._make_chain(env)
        self._make_sales(env)
        self._make_events(env)
        for table in ("pos_order", "pos_order_line", "retail_audit_event", "res_partner"):
            env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    def _make_chain(self, env):
        env.company.partner_id.tz = "UTC"
        stores = env["stock.warehouse"].create(
            [
                {
                    "name": f"Store {n}",
                    "code": f"R{n}",
                    "is_store": True,
                    "resource_calendar_id": False,
                }
                for n in range(STORES)
            ]
        )
        tills = env["pos.config"].create(
            [
                {
                    "name": f"Till {store.name} {n}",
                    "picking_type_id": store.pos_type_id.id,
                    "payment_method_ids": [(5,)],
                }
                for store in stores
                for n in range(TILLS_A_STORE)
            ]
        )
        guides = env["hr.employee"].create(
            [
                {"name": f"Guide {n} {store.name}", "is_guide": True, "store_id": store.id}
                for store in stores
                for n in range(GUIDES_A_STORE)
            ]
        )
        env["res.users"].create(
            {
                "name": "Manager",
                "login": "risk_manager",
                "group_ids": [(4, env.ref("retail_security.group_store_manager").id)],
                "store_ids": [(6, 0, stores.ids)],
            }
        )
        self.product = env["product.product"].create({"name": "Shirt", "list_price": 100})
        env.flush_all()
        self.stores, self.tills, self.guides = stores.ids, tills.ids, guides.ids
        env.cr.execute(
            "INSERT INTO res_partner (name, complete_name, active, type, autopost_bills, group_rfq, group_on)"
            " SELECT 'Member ' || n, 'Member ' || n, true, 'contact', 'ask', 'default', 'default'"
            " FROM generate_series(1, %s) n RETURNING id",
            (MEMBERS,),
        )
        self.members = [row[0] for row in env.cr.fetchall()]
        env.cr.execute(
            "INSERT INTO pos_session (name, config_id, user_id, state)"
            " SELECT 'S' || till, till, %s, 'opened' FROM unnest(%s) till RETURNING id",
            (env.uid, self.tills),
        )
        self.sessions = [row[0] for row in env.cr.fetchall()]

    def _make_sales(self, env):
        """Sales from nine to nine, one of two hundred a refund, three of ten to a member."""
        env.cr.execute(
            SQL(
                """
                INSERT INTO pos_order (name, uuid, company_id, session_id, config_id, store_id, guide_id,
                       partner_id, state, business_date, date_order, create_date, pos_reference,
                       is_refund, amount_tax, amount_return, amount_total, amount_paid)
                SELECT 'R' || n, gen_random_uuid(), %(company)s, (%(sessions)s::int[])[till],
                       (%(tills)s::int[])[till],
                       (%(stores)s::int[])[store], (%(guides)s::int[])[(store - 1) * %(staff)s + guide],
                       CASE WHEN dice < 0.3 THEN (%(members)s::int[])[member] END,
                       'paid', day, day + time '09:00' + second * interval '1 second',
                       day + time '09:00' + second * interval '1 second',
                       '26' || device || '-' || till || '-' || lpad((n %% 1000000)::text, 6, '0'),
                       dice > 0.995, 0, 0, amount, amount
                  FROM (SELECT n, %(first)s::date + ((n - 1) / %(size)s)::int AS day,
                               1 + (n %% %(all_tills)s) AS till,
                               1 + (n %% %(all_tills)s) / %(tills_a_store)s AS store,
                               1 + floor(random() * %(staff)s)::int AS guide,
                               1 + floor(random() * %(all_members)s)::int AS member,
                               1 + floor(random() * 4)::int AS device,
                               floor(random() * 43200)::int AS second, random() AS dice
                          FROM generate_series(1, %(count)s) n) told
            CROSS JOIN LATERAL (SELECT CASE WHEN dice > 0.995 THEN -200 ELSE 200 END AS amount) paid
                """,
                company=env.company.id,
                sessions=self.sessions,
                tills=self.tills,
                stores=self.stores,
                guides=self.guides,
                members=self.members,
                staff=GUIDES_A_STORE,
                tills_a_store=TILLS_A_STORE,
                all_tills=len(self.tills),
                all_members=MEMBERS,
                size=self.size,
                first=self.today - timedelta(days=DAYS),
                count=self.size * (DAYS + 1),
            )
        )
        # One guide takes far more off on the last day than anybody ever did
        env.cr.execute(
            SQL(
                """
                INSERT INTO pos_order_line (order_id, name, uuid, product_id, company_id, qty, price_unit,
                       rule_price_unit, discount, price_subtotal, price_subtotal_incl, create_date)
                SELECT sale.id, 'L', gen_random_uuid(), %(product)s, sale.company_id,
                       CASE WHEN sale.is_refund THEN -1 ELSE 1 END, 100, 100,
                       CASE WHEN sale.guide_id = %(greedy)s AND sale.business_date = %(today)s THEN 40
                            WHEN random() < 0.1 THEN 5 ELSE 0 END,
                       100, 100, sale.create_date
                  FROM pos_order sale CROSS JOIN generate_series(1, 2)
                """,
                product=self.product.id,
                greedy=self.guides[0],
                today=self.today,
            )
        )

    def _make_events(self, env):
        env.cr.execute(
            SQL(
                """
                INSERT INTO retail_audit_event (kind, time, device_time, store_id, employee_id)
                SELECT 'void', now(), %(first)s::date + n / %(a_day)s + time '12:00',
                       (%(stores)s::int[])[1 + guide / %(staff)s], (%(guides)s::int[])[1 + guide]
                  FROM generate_series(0, %(count)s - 1) n
            CROSS JOIN LATERAL (SELECT floor(random() * %(all_guides)s + n * 0)::int AS guide) who
                """,
                first=self.today - timedelta(days=DAYS),
                a_day=VOIDS_A_DAY,
                stores=self.stores,
                guides=self.guides,
                staff=GUIDES_A_STORE,
                all_guides=len(self.guides),
                count=VOIDS_A_DAY * (DAYS + 1),
            )
        )
        env.cr.execute(
            SQL(
                """
                INSERT INTO retail_audit_event (kind, time, store_id, res_model, res_id)
                SELECT CASE WHEN is_refund THEN 'refund' ELSE 'sale' END, now(), store_id, 'pos.order', id
                  FROM pos_order WHERE business_date = %s
                """,
                self.today,
            )
        )

    def prepare(self, env, role):
        """Every run finds what the first found."""
        env["retail.risk.alert"].search([]).unlink()
        env["retail.risk.tuning"].search([]).unlink()

    def ours(self, env):
        days = [(store, self.today) for store in self.stores]
        found = env["retail.risk.run"]._evaluate(days)
        return sorted((alert.kind, alert.guide_id.id or 0) for alert in found)

    def limit(self, env):
        return env.execute_query(
            SQL(
                """
                SELECT sale.store_id, sale.business_date, sale.guide_id, count(*), sum(line.discount)
                  FROM pos_order sale JOIN pos_order_line line ON line.order_id = sale.id
                 WHERE sale.store_id = ANY(%s) AND sale.business_date BETWEEN %s AND %s
              GROUP BY 1, 2, 3
                """,
                self.stores,
                self.today - timedelta(days=DAYS),
                self.today,
            )
        )

    def check(self, env, ours, native):
        """The greedy guide is found, and honest ones are not."""
        alerts = env["retail.risk.alert"].search([("kind", "=", "discounts")])
        assert alerts.guide_id.ids == self.guides[:1], alerts.guide_id.mapped("name")
        assert ("discounts", self.guides[0]) in ours
        kinds = [kind for kind, _guide in ours]
        self.details = {
            "sales_looked_back_on": env["pos.order"].search_count([]),
            "alerts": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        }

    def goals(self, result):
        seconds = result["ours"]["median"]
        per_second = round(self.size / seconds)
        return (
            ("seconds for a day", seconds, MOST_SECONDS, seconds <= MOST_SECONDS),
            ("sales/s", per_second, self.size // MOST_SECONDS, seconds <= MOST_SECONDS),
        )
