from copy import deepcopy

from psycopg2.errors import ForeignKeyViolation

from odoo import Command, api, models
from odoo.exceptions import MissingError

from .pos_order import MAX_ID

OF_COMMANDS = (Command.CREATE, Command.UPDATE)


class PosOrder(models.Model):
    """A sale that names what was deleted before it came: booked without it, and flagged.

    Rule C16 of docs/decisions/conflicts.md. Nothing is asked unless the booking has failed.
    """

    _inherit = "pos.order"

    @api.model
    def sync_from_ui(self, orders):
        sent = deepcopy(orders)  # Odoo empties what it books
        try:
            return super().sync_from_ui(orders)
        except (ForeignKeyViolation, MissingError):
            removed = {order.get("uuid"): self._take_out_removed(order) for order in sent}
            if not any(removed.values()):
                raise
        return super(PosOrder, self.with_context(retail_removed=removed)).sync_from_ui(sent)

    @api.model
    def _process_order(self, order, existing_order):
        removed = self.env.context.get("retail_removed", {}).get(order.get("uuid"))
        order_id = super()._process_order(order, existing_order)
        if removed:
            self.browse(order_id).sudo()._flag("removed", told=", ".join(removed))
        return order_id

    @api.model
    def _take_out_removed(self, order):
        """Take out of what a till sent, in place, all that names a record which is no longer there.

        Where a sale cannot be without it, another stands in.

        :return: the names of the fields, with the ids that are gone
        """
        removed = []
        self._take_out(self._name, order, order, removed)
        return sorted(set(removed))

    @api.model
    def _take_out(self, model, values, order, removed):
        for name in values:
            field = self.env[model]._fields.get(name)
            if not field or not field.relational or not values[name]:
                continue
            if field.type == "many2one":
                if not self._is_there(field.comodel_name, values[name]):
                    removed.append(f"{field._description_string(self.env)} {values[name]}")
                    values[name] = self._stand_in(field, order)
            elif field.type == "many2many":
                values[name] = self._without_removed(field, values[name], removed)
            else:
                for command in values[name]:
                    if command[0] in OF_COMMANDS:
                        self._take_out(field.comodel_name, command[2], order, removed)

    @api.model
    def _is_there(self, model, record_id):
        if type(record_id) is not int or not 0 < record_id <= MAX_ID:
            return True  # not removed, but nonsense: refused as before
        return bool(self.env[model].sudo().browse(record_id).exists())

    @api.model
    def _without_removed(self, field, commands, removed):
        def is_there(record_id):
            if self._is_there(field.comodel_name, record_id):
                return True
            removed.append(f"{field._description_string(self.env)} {record_id}")
            return False

        kept = []
        for command in commands:
            if command[0] == Command.SET:
                kept.append(Command.set([key for key in command[2] if is_there(key)]))
            elif command[0] != Command.LINK or is_there(command[1]):
                kept.append(command)
        return kept

    @api.model
    def _stand_in(self, field, order):
        """Return the id that takes the place of one that is gone: none where a sale can be without."""
        if field.name == "product_id":
            return self.env.ref("retail_pos_mobile.product_removed").id
        if field.name == "user_id":
            return self.env.uid
        if field.name == "payment_method_id":
            session = self.env["pos.session"].sudo().browse(order["session_id"])
            return session.config_id._payment_method_here().id
        return False
