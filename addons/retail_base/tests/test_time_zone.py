from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTimeZone(TransactionCase):
    """The day of a store is one thing, in Python and in SQL."""

    def test_opening_hours_then_address_then_utc(self):
        store = self.env["stock.warehouse"].create(
            {"name": "Store", "code": "TZ", "is_store": True}
        )
        store.company_id.partner_id.tz = "Asia/Tokyo"
        store.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Opening hours", "tz": "Asia/Shanghai"}
        )
        self._assert_zone(store, "Asia/Shanghai")
        store.resource_calendar_id = False
        self._assert_zone(store, "Asia/Tokyo")
        store.company_id.partner_id.tz = False
        self._assert_zone(store, "UTC")

    def _assert_zone(self, store, zone):
        self.assertEqual(store._get_time_zone(), zone)
        self.env.flush_all()
        zones = dict(self.env.execute_query(store._time_zone_query()))
        self.assertEqual(zones[store.id], zone)
