from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _weekly_hours(self):
        """Return (weekday, from, to) of every week; none where weeks differ or nobody is bound."""
        if self.two_weeks_calendar or self.flexible_hours:
            return []
        return [
            (int(row.dayofweek), row.hour_from, row.hour_to)
            for row in self.attendance_ids
            if row.day_period != "lunch" and not row.display_type
        ]
