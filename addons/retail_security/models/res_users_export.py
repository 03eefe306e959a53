from odoo import fields, models


class ResUsers(models.Model):
    """What stands on data that leaves the house: who took it, and when."""

    _inherit = "res.users"

    def _export_line(self):
        """Return the last line of an export, in the user's own time."""
        self.ensure_one()
        now = fields.Datetime.context_timestamp(
            self.with_context(tz=self.tz), fields.Datetime.now()
        )
        return self.env._(
            "Exported by %(name)s (%(login)s) on %(moment)s",
            name=self.name,
            login=self.login,
            moment=f"{now:%Y-%m-%d %H:%M %Z}",
        )

    def _export_name(self):
        """Return what tells one export from another in the name of its file."""
        now = fields.Datetime.context_timestamp(
            self.with_context(tz=self.tz), fields.Datetime.now()
        )
        return f"{now:%Y-%m-%d %H.%M} {self.login}"
