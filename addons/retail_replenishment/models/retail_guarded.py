from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


def wait_for_turn(records):
    """Let one transaction at a time act on RECORDS.

    Whoever comes second waits, unlike with `lock_for_update`, until the first is done; if that changed
    them, PostgreSQL reports it and Odoo repeats the request, which then sees what was done. It would
    report that at the first row that both write, too: the lock saves the second from doing everything
    in vain before.
    """
    records.env.execute_query(
        SQL(
            "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR UPDATE",
            SQL.identifier(records._table),
            tuple(records.ids),
        )
    )


class RetailGuarded(models.AbstractModel):
    """A numbered document whose state its buttons alone change, each of them once.

    The model lists what is theirs in `_guarded_fields`, what stays as it is once the document has left
    its first state in `_kept_fields`, and has a sequence whose code is its own name.
    """

    _name = "retail.guarded"
    _description = "Document Changed by Its Buttons"

    _guarded_fields = frozenset({"name", "state"})
    _kept_fields = frozenset()
    _first_state = "draft"

    @api.model_create_multi
    def create(self, vals_list):
        """@override Each gets its number; only the buttons say more than a user may."""
        for vals in vals_list:
            self._check_unguarded(vals)
            vals["name"] = self.env["ir.sequence"].sudo().next_by_code(self._name)
        return super().create(vals_list)

    def write(self, vals):
        """@override Keep off what is the buttons' to write."""
        self._check_unguarded(vals)
        if self._kept_fields & vals.keys() and any(
            record.state != self._first_state for record in self
        ):
            raise UserError(
                self.env._("This cannot be changed any more: %s has begun.", self[:1].display_name)
            )
        return super().write(vals)

    def _check_unguarded(self, vals):
        if self._guarded_fields & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._("%s: use its buttons to change its status.", self._description)
            )

    def _take(self, *states):
        """Let one at a time act, and the second see what the first has done.

        The caller has checked that the user may act.

        :raises UserError: the document is in none of STATES
        """
        self.ensure_one()
        self.flush_recordset()
        wait_for_turn(self)
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(document)s is “%(now)s” already, not “%(wanted)s”: somebody was faster.",
                    document=self.display_name,
                    now=labels[self.state],
                    wanted=labels[states[0]],
                )
            )
