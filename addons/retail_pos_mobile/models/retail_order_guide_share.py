from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import float_compare

from .pos_order import MANAGERS, MAX_ID

WHOLE = 100.0
MAX_GUIDES = 10


class RetailOrderGuideShare(models.Model):
    """What part of a sale counts to each of several guides; a sale of one guide has no shares."""

    _name = "retail.order.guide.share"
    _inherit = ["pos.load.mixin"]
    _description = "Guide's Share of a Sale"
    _order = "order_id, share desc, id"
    _rec_name = "guide_id"

    order_id = fields.Many2one("pos.order", required=True, ondelete="cascade", index=True)
    guide_id = fields.Many2one("hr.employee", required=True, ondelete="restrict", index=True)
    share = fields.Float(
        string="Share (%)",
        digits=(5, 2),
        required=True,
        help="Part of the sale's turnover and pieces that counts to this guide, in percent.",
    )
    uuid = fields.Char(readonly=True, copy=False, help="Given by the till, which knows it first.")

    _share_range = models.Constraint(
        "CHECK (share > 0 AND share <= 100)", "A share is more than 0 and at most 100 percent."
    )
    _guide_unique = models.Constraint(
        "unique(order_id, guide_id)", "A guide has one share of a sale."
    )
    _uuid_unique = models.UniqueIndex("(uuid) WHERE uuid IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        order_ids = [vals["order_id"] for vals in vals_list if vals.get("order_id")]
        self._check_open_sales(self.env["pos.order"].browse(order_ids))
        return super().create(vals_list)

    def write(self, vals):
        self._check_open_sales(self.order_id)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        self._check_open_sales(self.order_id)

    @api.model
    def _check_open_sales(self, orders):
        """Refuse to credit a paid sale to other guides, to all but managers."""
        if self.env.su or any(self.env.user.has_group(group) for group in MANAGERS):
            return
        if any(order._is_finished_before() for order in orders):
            raise AccessError(self.env._("Only a manager may change who sold what has been paid."))

    @api.model
    def _load_pos_data_domain(self, data, config):
        return [("order_id", "in", [order["id"] for order in data["pos.order"]])]

    @api.model
    def _load_pos_data_fields(self, config):
        return ["order_id", "guide_id", "share", "uuid", "write_date"]

    @api.model
    def _clean_commands(self, commands, order):
        """Turn what a till sent into commands that never refuse the sale; drop what makes no sense.

        :param commands: the x2many commands of the till, not trusted
        :param order: the draft that the till sends again, or an empty recordset
        :return: commands; what the order has by uuid or guide is updated instead of made twice
        """
        sent = commands if isinstance(commands, list) else []
        commands = [command for command in sent if isinstance(command, list | tuple)]
        known = {share.id: share for share in order.guide_share_ids}
        taken = {share.guide_id.id: share.id for share in order.guide_share_ids}
        removed = self._removed_ids(commands) & known.keys()
        cleaned = [Command.delete(share_id) for share_id in removed]
        for code, share_id, values in (command for command in commands if len(command) == 3):
            part = values.get("share") if isinstance(values, dict) else None
            if not self._is_part(part):
                continue
            if code == Command.UPDATE and share_id in known.keys() - removed:
                cleaned.append(Command.update(share_id, {"share": part}))
            elif code == Command.CREATE and self._is_guide(guide_id := values.get("guide_id")):
                share_id = taken.get(guide_id)
                if share_id is None or share_id in removed:
                    taken[guide_id] = False
                    cleaned.append(Command.create(self._values_of_till(values)))
                elif share_id:
                    cleaned.append(Command.update(share_id, {"share": part}))
        return cleaned

    @api.model
    def _removed_ids(self, commands):
        codes = (Command.DELETE, Command.UNLINK)
        return {command[1] for command in commands if len(command) > 1 and command[0] in codes}

    @api.model
    def _values_of_till(self, values):
        uuid = values.get("uuid")
        is_new = isinstance(uuid, str) and not self.sudo().search_count([("uuid", "=", uuid)])
        return {
            "guide_id": values["guide_id"],
            "share": values["share"],
            "uuid": uuid if is_new else False,
        }

    @api.model
    def _is_part(self, part):
        return type(part) in (int, float) and 0 < part <= WHOLE

    @api.model
    def _is_guide(self, guide_id):
        return (
            type(guide_id) is int
            and 0 < guide_id <= MAX_ID
            and bool(self.env["hr.employee"].sudo().browse(guide_id).exists())
        )

    def _is_valid_for(self, guide):
        """Tell whether these shares are of several guides, `guide` among them, and make a whole."""
        guides = self.guide_id
        return (
            1 < len(self) <= MAX_GUIDES
            and guide in guides
            and all(guides.mapped("is_guide"))
            and not float_compare(sum(self.mapped("share")), WHOLE, precision_digits=2)
        )
