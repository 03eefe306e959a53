from collections import namedtuple
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .retail_replenishment_figure import QUANTITY

Preset = namedtuple("Preset", "days until sold before")
# How many days, the last of them so many days before today, and where the figures have their sales
PRESETS = {
    "yesterday": Preset(1, 1, "sold_yesterday", "before_yesterday"),
    "3d": Preset(3, 0, "sold_3d", "before_3d"),
    "7d": Preset(7, 0, "sold_7d", "before_7d"),
    "15d": Preset(15, 0, "sold_15d", "before_15d"),
}
DEFAULT = "15d"
LONGEST = 731  # days
# What depends on the window; all else is the figures' own
WINDOW = ("retail_window",)  # these differ by it, in the cache, too
COMPUTED = ("avg_daily", "trend", "direction", "cover_days")


class RetailReplenishmentWindow(models.Model):
    """The replenishment figures with the sales of a chosen window instead of 15 days.

    No table of its own: the figures, whose sums of the usual windows are kept, or for any other
    window the daily demand of its days, by one statement. Which window, the context says:
    `retail_window` is "yesterday", "3d", "7d", "15d" or "FIRST..LAST", two ISO dates. All other
    definitions are inherited, so that each figure is defined once.
    """

    _name = "retail.replenishment.window"
    _inherit = "retail.replenishment.figure"
    _description = "Replenishment Figures of a Window"
    _auto = False
    # By a column, so that the sales of other days are summed for the rows that are shown alone
    _order = "warehouse_id.id, advice_qty desc, sold_15d desc, id"

    sold = fields.Float(
        digits=QUANTITY,
        readonly=True,
        depends_context=WINDOW,
        help="Sold less returned in the window. Windows of 3, 7 and 15 days include today.",
    )
    sold_before = fields.Float(
        digits=QUANTITY,
        readonly=True,
        depends_context=WINDOW,
        help="Sold less returned in as many days just before the window.",
    )
    avg_daily = fields.Float(
        depends_context=WINDOW,
        help="Sold in the window, divided by the days of it that the product was on the market.",
    )
    direction = fields.Selection(depends_context=WINDOW)
    trend = fields.Float(
        depends_context=WINDOW,
        help="Average daily sales of the window against those of the window before; empty when "
        "nothing was sold then.",
    )
    cover_days = fields.Float(
        depends_context=WINDOW,
        help="How many days the stock on hand lasts at the average daily sales of the window; "
        "empty without sales.",
    )

    @property
    def _table_query(self):
        window = self.env.context.get("retail_window") or DEFAULT
        preset = PRESETS.get(window)
        if preset:
            return self._window_query(
                sold=SQL("COALESCE(%s, 0)", SQL.identifier("figure", preset.sold)),
                before=SQL("COALESCE(%s, 0)", SQL.identifier("figure", preset.before)),
                days=preset.days,
                # the figures counted their days up to the store's today
                until=SQL("figure.days_on_market - %s", preset.until),
            )
        first, last = self._window_days(window)
        before = first - (last - first) - date.resolution
        return self._window_query(
            sold=self._sales(first, last),
            before=self._sales(before, first - date.resolution),
            days=(last - first).days + 1,
            until=SQL("COALESCE(%s::date - figure.market_since + 1, 0)", last),
        )

    @api.model
    def _search(self, *args, **kwargs):
        """@override Compiling a statement with so many small sums takes longer than running it."""
        self.env.cr.execute("SET LOCAL jit = off")
        return super()._search(*args, **kwargs)

    def _window_query(self, sold, before, days, until):
        """The figures with the sales of a window.

        :param sold: in the window
        :param before: in as many days before it
        :param days: how many the window has
        :param until: days on the market at the end of the window
        """
        kept = [
            name
            for name, field in self.env["retail.replenishment.figure"]._fields.items()
            if field.store and field.column_type and name not in COMPUTED
        ]
        return SQL(
            """
            SELECT %(kept)s,
                   %(sold)s AS sold,
                   %(before)s AS sold_before,
                   round(pace.avg_daily, 4) AS avg_daily,
                   pace.trend::float8 AS trend,
                   CASE sign(pace.trend) WHEN 1 THEN 'up' WHEN 0 THEN 'steady' WHEN -1 THEN 'down'
                        END AS direction,
                   CASE WHEN pace.avg_daily > 0
                        THEN round(
                            (greatest(figure.on_hand, 0)::float8 / pace.avg_daily::float8)::numeric,
                            1
                        ) END AS cover_days
              FROM retail_replenishment_figure figure
        CROSS JOIN LATERAL (
                       SELECT %(sold)s / least(%(days)s, greatest(%(until)s, 1)) AS avg_daily,
                              CASE WHEN %(until)s > %(days)s AND %(before)s > 0
                                   THEN %(before)s / least(%(days)s, %(until)s - %(days)s)
                                   END AS avg_before
                   ) average
        CROSS JOIN LATERAL (
                       SELECT average.avg_daily,
                              average.avg_daily / average.avg_before - 1 AS trend
                   ) pace
            """,
            kept=SQL(", ").join(SQL.identifier("figure", name) for name in kept),
            sold=sold,
            before=before,
            days=days,
            until=until,
        )

    def _sales(self, first, last):
        """The net sales of a pair of the figures from FIRST to LAST, as an expression.

        Not a join: PostgreSQL works it out for the rows that are shown, after sorting and limiting.
        """
        return SQL(
            """
            COALESCE(
                (
                    SELECT sum(demand.sold - demand.returned)
                      FROM (%(demand)s) demand
                     WHERE demand.warehouse_id = figure.warehouse_id
                       AND demand.product_id = figure.product_id
                       AND demand.day BETWEEN %(first)s AND %(last)s
                ),
                0
            )
            """,
            demand=self.env["retail.demand"]._counted_query(),
            first=first,
            last=last,
        )

    @api.model
    def _window_days(self, window):
        """Return (first, last) of a window "FIRST..LAST".

        :raises UserError: it is no window
        """
        try:
            first, last = map(date.fromisoformat, window.split(".."))
        except (AttributeError, TypeError, ValueError) as error:
            raise UserError(self.env._("“%s” is no period of days.", window)) from error
        if not 0 <= (last - first).days < LONGEST:
            raise UserError(
                self.env._("Choose a first day, a last day not before it, and at most two years.")
            )
        return first, last

    @api.model
    def _bounds(self, window, today):
        """Return the first and the last day of a window, by name or by its days."""
        preset = PRESETS.get(window or DEFAULT)
        if not preset:
            return self._window_days(window)
        last = today - preset.until * date.resolution
        return last - (preset.days - 1) * date.resolution, last

    def _compute_advice_reason(self):
        """@override The advice does not follow the window, but what the figures say."""
        figures = self.env["retail.replenishment.figure"].browse(self.ids)
        for row, figure in zip(self, figures, strict=True):
            row.advice_reason = figure.advice_reason

    @api.model
    def _action_open(self, window, name):
        """Open the figures of a window in the back end."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_replenishment.retail_replenishment_window_action"
        )
        return {**action, "name": name, "context": {"retail_window": window}}
