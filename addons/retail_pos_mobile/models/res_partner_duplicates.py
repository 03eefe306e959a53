import logging

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..lib import phone
from ..lib.same_person import may_be_same

_logger = logging.getLogger(__name__)

MERGE_SOURCES = 2  # the native merge takes three contacts at a time, the survivor among them


class ResPartner(models.Model):
    """Members who turn out to be one."""

    _inherit = "res.partner"

    @api.model
    def _retail_merge_member_duplicates(self, phone_digits=None):
        """Merge members that have the same phone number into the one who is longest a member.

        The native merge moves orders, points and cards. Companies, their contacts and people with a
        log-in are left alone, and so is a pair that the native merge refuses. Where names differ
        clearly a manager is asked instead: families share numbers.

        :param phone_digits: of one number only, else all
        :return: the survivors
        """
        survivors = self.browse()
        for member_ids in self._duplicate_member_ids(phone_digits):
            for person in self.browse(member_ids)._same_people():
                survivors |= person._merge_into_first()
        return survivors

    @api.model
    def _duplicate_member_ids(self, phone_digits=None):
        self.env.flush_all()
        only = SQL("AND phone_digits = %s", phone_digits) if phone_digits else SQL()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT array_agg(id ORDER BY member_since, id)
                  FROM res_partner
                 WHERE is_member AND active AND NOT COALESCE(is_company, FALSE)
                   AND parent_id IS NULL AND length(phone_digits) >= %s
                   AND NOT EXISTS (SELECT FROM res_users WHERE partner_id = res_partner.id)
                   %s
              GROUP BY phone_digits, company_id
                HAVING COUNT(*) > 1
                """,
                phone.SHORTEST,
                only,
            )
        )
        return [row[0] for row in rows]

    def _same_people(self):
        """Part members with one number by name, the eldest of each first; ask about the others."""
        people = []
        for member in self:
            group = next((g for g in people if may_be_same(g[0].name, member.name)), None)
            if group:
                group.append(member)
            else:
                people.append([member])
        for eldest, *_others in people[1:]:
            eldest._ask_about_shared_phone()
        return [self.browse([member.id for member in group]) for group in people]

    def _merge_into_first(self):
        """Merge members who are one person; return the survivor, nobody where nothing was done."""
        survivor, others = self[:1], self[1:]
        if not others:
            return others
        try:
            with self.env.cr.savepoint():
                others._merge_members_into(survivor)
        except (UserError, ValidationError) as error:
            _logger.warning("Members %s are not merged: %s", self.ids, error)
            return others.browse()
        return survivor

    def _merge_members_into(self, survivor):
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        for start in range(0, len(self), MERGE_SOURCES):
            sources = self[start : start + MERGE_SOURCES]
            wizard._merge((survivor | sources).ids, survivor, extra_checks=False)

    @api.model
    def _retail_survivor(self, partner_id):
        """Return the contact with this id, or the one into whom he was merged; nobody if gone."""
        if type(partner_id) is not int:
            return self.browse()
        contact = self.browse(partner_id).exists()
        if contact:
            return contact
        trace = self.env["retail.member.merge"].sudo().search([("former_id", "=", partner_id)])
        return self.browse(trace.member_id.ids)
