from odoo import models

from .retail_about import build_of_suite


class PosConfig(models.Model):
    """What a till asks every minute, so that it does not work with what is over."""

    _inherit = "pos.config"

    def retail_pulse(self):
        """Return the build that the server runs, and a mark that changes with any promotion.

        :return: ``{"build": str, "promotions": str}``
        """
        self.ensure_one()
        self.check_access("read")
        programs = self._get_program_ids().sudo()
        marks = [
            (records._name, len(records), max(records.mapped("write_date"), default=""))
            for records in (programs, programs.rule_ids, programs.reward_ids)
        ]
        return {
            "build": build_of_suite(),
            "promotions": str([(*mark[:2], str(mark[2])) for mark in marks]),
        }
