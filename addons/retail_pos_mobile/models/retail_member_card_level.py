from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL, format_amount, split_every

from ..lib.member_level import next_level

LEVEL_BATCH = 1000


class RetailMemberCardLevel(models.Model):
    """The ladder: members climb and fall by what they buy."""

    _inherit = "retail.member.card"

    @api.model
    def _cron_move_levels(self):
        """Move members to the level of their turnover, and tell on the card why."""
        moves = self._level_moves()
        self.env["ir.cron"]._commit_progress(remaining=len(moves))
        for batch in split_every(LEVEL_BATCH, moves, list):
            self._apply_level_moves(batch)
            self.env["ir.cron"]._commit_progress(len(batch))

    @api.model
    def _level_moves(self):
        """Return who moves: a list of (card id, id of the new type, days, turnover in them)."""
        ladder = self.env["retail.member.card.type"]._ladder()
        if len(ladder) < 2:
            return []
        rank = {level.key: index for index, level in enumerate(ladder)}
        today = fields.Date.context_today(self)
        moves = []
        for card_id, type_id, since, turnover in self._turnovers():
            current = rank[type_id]
            level = next_level(ladder, current, turnover, (today - since).days)
            if level:
                days = level.days if rank[level.key] > current else ladder[current].days
                moves.append((card_id, level.key, days, turnover[days]))
        return moves

    @api.model
    def _turnovers(self):
        """Return (card id, type id, level since, {days: turnover}) of the cards that may move.

        Turnover is what the member paid, tax included and returns taken off, in the currency of the
        company that sold. A sales order counts as far as no till order settled it.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH period AS (
                    SELECT DISTINCT turnover_days AS days
                      FROM retail_member_card_type
                     WHERE automatic AND active
                ),
                start AS (
                    SELECT now() AT TIME ZONE 'UTC' - MAX(days) * INTERVAL '1 day' AS moment
                      FROM period
                ),
                sale AS (
                    SELECT partner_id, date_order AS moment,
                           amount_total / COALESCE(NULLIF(currency_rate, 0), 1) AS amount
                      FROM pos_order, start
                     WHERE state IN ('paid', 'done') AND date_order >= start.moment
                    UNION ALL
                    SELECT partner_id, date_order,
                           GREATEST(amount_total - COALESCE(till.amount, 0), 0)
                               / COALESCE(NULLIF(currency_rate, 0), 1)
                      FROM start, sale_order
                 LEFT JOIN LATERAL (
                               SELECT SUM(line.price_subtotal_incl) AS amount
                                 FROM pos_order_line line
                                 JOIN pos_order ON pos_order.id = line.order_id
                                WHERE line.sale_order_origin_id = sale_order.id
                                  AND pos_order.state IN ('paid', 'done')
                           ) till ON TRUE
                     WHERE state = 'sale' AND date_order >= start.moment
                ),
                bought AS (
                    SELECT sale.partner_id, period.days, SUM(sale.amount) AS amount
                      FROM sale
                      JOIN period ON sale.moment
                           >= now() AT TIME ZONE 'UTC' - period.days * INTERVAL '1 day'
                  GROUP BY sale.partner_id, period.days
                )
                SELECT card.id, card.type_id, card.level_since,
                       jsonb_object_agg(period.days, COALESCE(bought.amount, 0))
                  FROM retail_member_card card
                  JOIN retail_member_card_type type ON type.id = card.type_id
            CROSS JOIN period
             LEFT JOIN bought
                    ON bought.partner_id = card.member_id AND bought.days = period.days
                 WHERE card.state = 'active' AND NOT COALESCE(card.level_pinned, FALSE)
                   AND type.automatic AND type.active
              GROUP BY card.id
                """
            )
        )
        return [
            (card_id, type_id, since, {int(days): amount for days, amount in turnover.items()})
            for card_id, type_id, since, turnover in rows
        ]

    @api.model
    def _apply_level_moves(self, moves):
        """Write the new types, a batch for each, and log the reason on each card."""
        card_types = self.env["retail.member.card.type"]
        by_type, reasons = defaultdict(list), {}
        for card_id, type_id, days, turnover in moves:
            by_type[type_id].append(card_id)
            card_type = card_types.browse(type_id)
            reasons[card_id] = self.env._(
                "Moved to %(level)s: turnover of %(amount)s in %(days)s days.",
                level=card_type.name,
                amount=format_amount(self.env, turnover, card_type.currency_id),
                days=days,
            )
        for type_id, card_ids in by_type.items():
            self.browse(card_ids).write({"type_id": type_id})
        self.browse(reasons)._message_log_batch(bodies=reasons)
