from odoo import models
from odoo.tools import SQL


class StockMove(models.Model):
    _inherit = "stock.move"

    # What a refresh of demand asks: which moves were written lately, which a product had on a day
    _done_written_index = models.Index("(write_date) WHERE state = 'done'")
    _done_product_day_index = models.Index("(product_id, date) WHERE state = 'done'")

    def write(self, vals):
        """Move demand along when the date of a done move is corrected.

        The next refresh looks at the day on which a move is now; nobody would look at the old one.
        """
        done = self.filtered(lambda move: move.state == "done") if "date" in vals else self.browse()
        if not done:
            return super().write(vals)
        done.flush_recordset()
        Demand = self.env["retail.demand"]
        left_days = Demand._days_of(SQL("move.id IN %s", tuple(done.ids)))
        result = super().write(vals)
        Demand._refresh_days(left_days)
        return result
