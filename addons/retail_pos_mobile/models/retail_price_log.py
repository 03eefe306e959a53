import json
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, json_default

RULES = "product.pricelist.item"
JUST_BEFORE = timedelta(seconds=1)
KEPT_DAYS = 100  # a sale that lay on a phone for longer is judged by today's prices


class RetailPriceLog(models.Model):
    """What a price or a price rule was before it changed, and until when.

    A phone without a connection goes on selling by what it knew. With these rows the server works out
    what was right at any moment: it takes what stands now and undoes what changed since.
    """

    _name = "retail.price.log"
    _description = "Former Price"
    _order = "until desc, id desc"
    _rec_name = "res_model"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    pricelist_id = fields.Integer(
        readonly=True, help="Of a price rule; no reference, as the price list may be gone."
    )
    former = fields.Json(required=True, readonly=True, help="The values until then.")
    is_deleted = fields.Boolean(readonly=True)
    until = fields.Datetime(required=True, readonly=True)

    _record_idx = models.Index("(res_model, res_id, until)")
    _pricelist_idx = models.Index("(pricelist_id, until) WHERE pricelist_id IS NOT NULL")

    @api.model
    def _remember(self, rows):
        """Write rows of (model, id, price list or None, former values, is deleted), in one statement."""
        if not rows:
            return
        names, ids, pricelists, values, deleted = zip(*rows)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO retail_price_log (res_model, res_id, pricelist_id, former, is_deleted,
                                              until, create_uid, create_date, write_uid, write_date)
                SELECT row.*, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(models)s::varchar[], %(ids)s::int[], %(pricelists)s::int[],
                              %(formers)s::jsonb[], %(deleted)s::bool[]) row
                """,
                models=list(names),
                ids=list(ids),
                pricelists=list(pricelists),
                formers=[json.dumps(former, default=json_default) for former in values],
                deleted=list(deleted),
                now=fields.Datetime.now(),
                uid=self.env.uid,
            )
        )

    @api.model
    def _since(self, moment, templates, values, pricelists):
        """Return what changed after a moment to the prices of these styles, attribute values and price
        lists: ``{model: [(id, until, former values, is deleted), …]}``, the oldest first."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT res_model, res_id, until, former, is_deleted
                  FROM retail_price_log
                 WHERE until > %(moment)s
                   AND (res_model = 'product.template' AND res_id = ANY(%(templates)s)
                        OR res_model = 'product.template.attribute.value'
                           AND res_id = ANY(%(values)s)
                        OR pricelist_id = ANY(%(pricelists)s))
              ORDER BY until, id
                """,
                moment=moment,
                templates=list(templates),
                values=list(values),
                pricelists=list(pricelists),
            )
        )
        found = defaultdict(list)
        for model, *row in rows:
            found[model].append(tuple(row))
        return found

    @api.model
    def _history(self, products, pricelist, since):
        """Return the :class:`PriceHistory` of these products under a price list."""
        rules = self._rules_of(products, pricelist)
        pricelists = (pricelist | rules.pricelist_id | rules.base_pricelist_id).ids
        values = products.product_template_attribute_value_ids
        changes = self._since(since, products.product_tmpl_id.ids, values.ids, pricelists)
        return PriceHistory(changes, pricelists, rules, since)

    @api.model
    def _rules_of(self, products, pricelist):
        """Return the rules for products, of whatever day, with those of the price lists they build on."""
        rules = self.env["product.pricelist.item"]
        seen = self.env["product.pricelist"]
        while pricelist:
            seen |= pricelist
            rules |= rules.search(
                [
                    ("pricelist_id", "in", pricelist.ids),
                    *("|", ("categ_id", "=", False)),
                    ("categ_id", "parent_of", products.categ_id.ids),
                    *("|", ("product_tmpl_id", "=", False)),
                    ("product_tmpl_id", "in", products.product_tmpl_id.ids),
                    *("|", ("product_id", "=", False), ("product_id", "in", products.ids)),
                ]
            )
            pricelist = rules.base_pricelist_id - seen
        return rules

    @api.autovacuum
    def _forget_old(self):
        old = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.sudo().search([("until", "<", old)], limit=10_000).unlink()


class PriceHistory:
    """The prices of some products at any moment: those of today, without what changed since.

    :param changes: `RetailPriceLog._since`
    :param pricelist_ids: the price lists that have to do with it
    :param rules: their rules as they stand
    :param since: from when on the changes are known
    """

    def __init__(self, changes, pricelist_ids, rules, since):
        self.changes, self.pricelist_ids = changes, pricelist_ids
        self.rules, self.since = rules, since

    def moments_before(self, moment):
        """Return the last moments of the states that a phone may have known, the latest first."""
        changed = {until for rows in self.changes.values() for _id, until, *_row in rows}
        changed |= {rule.create_date for rule in self.rules if rule.create_date}
        changed |= {rule.date_start for rule in self.rules if rule.date_start}
        lasts = {at.replace(microsecond=0) - JUST_BEFORE for at in changed}
        lasts |= {rule.date_end for rule in self.rules if rule.date_end}
        return sorted((last for last in lasts if self.since <= last < moment), reverse=True)

    def prices_at(self, moment):
        """Return {(model, id): price} of what had another price at that moment."""
        return {
            (model, id_): next(iter(former.values()))
            for model in self.changes
            if model != RULES
            for id_, (former, _is_deleted) in self._first_after(model, moment).items()
        }

    def rules_at(self, moment):
        """Return {price list id: its rules at that moment, in the order in which they are tried}."""
        changed = self._first_after(RULES, moment)
        found = {rule.id: rule for rule in self.rules if rule.id not in changed}
        for id_, (former, _is_deleted) in changed.items():
            found[id_] = self.rules.new(former)
        valid = {id_: rule for id_, rule in found.items() if self._is_valid(rule, moment)}
        by_list = {id_: [] for id_ in self.pricelist_ids}
        for id_ in sorted(valid, key=lambda id_: self._order(id_, valid[id_])):
            by_list.setdefault(valid[id_].pricelist_id.id, []).append(valid[id_])
        return by_list

    def _first_after(self, model, moment):
        """Return {id: (values at that moment, whether it was deleted later)} of what changed since."""
        first = {}
        for id_, until, former, is_deleted in self.changes.get(model, ()):
            if until > moment:
                first.setdefault(id_, (former, is_deleted))
        return first

    @staticmethod
    def _is_valid(rule, moment):
        return (
            (not rule.create_date or rule.create_date.replace(microsecond=0) <= moment)
            and (not rule.date_start or rule.date_start <= moment)
            and (not rule.date_end or rule.date_end >= moment)
        )

    @staticmethod
    def _order(id_, rule):
        # As the model's own order
        return (rule.applied_on, -rule.min_quantity, -(rule.categ_id.id or 0), -id_)
