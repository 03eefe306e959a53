from odoo import api, fields, models
from odoo.exceptions import UserError


class RetailRevealLog(models.Model):
    """Who looked at which member's phone number, when and why. Rows are only ever added."""

    _name = "retail.reveal.log"
    _description = "Revealed Phone Number"
    _order = "id desc"
    _rec_name = "member_id"
    _log_access = False

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict")
    member_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
    moment = fields.Datetime(
        string="Revealed on", required=True, index=True, default=fields.Datetime.now
    )
    reason = fields.Char(required=True)

    def init(self):
        """Let the database refuse what no line of code should do.

        The member alone may change: merged members become one, and the row follows.
        """
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION retail_reveal_log_append_only() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND (NEW.id, NEW.user_id, NEW.moment, NEW.reason)
                        IS NOT DISTINCT FROM (OLD.id, OLD.user_id, OLD.moment, OLD.reason) THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'retail_reveal_log is append-only';
            END
            $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS retail_reveal_log_append_only ON retail_reveal_log;
            CREATE TRIGGER retail_reveal_log_append_only
                BEFORE UPDATE OR DELETE ON retail_reveal_log
                FOR EACH ROW EXECUTE FUNCTION retail_reveal_log_append_only();
            """
        )
        return super().init()

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The log of revealed phone numbers cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of revealed phone numbers cannot be changed."))
