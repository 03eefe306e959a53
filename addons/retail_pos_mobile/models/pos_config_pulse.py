from odoo import models

from odoo.addons.retail_base.lib.asks import asks

from .retail_about import build_of_suite

# What a till works its promotions out with
PROMOTION_MODELS = ("loyalty.program", "loyalty.rule", "loyalty.reward")


class PosConfig(models.Model):
    """What a till asks every minute, so that it does not work with what is over."""

    _inherit = "pos.config"

    @asks("read")
    def retail_pulse(self):
        """Return the build that the server runs, and a mark that changes with any promotion.

        :return: ``{"build": str, "promotions": str}``
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "build": build_of_suite(),
            "promotions": self._promotions_mark(self._get_program_ids().sudo()),
        }

    def _promotions_mark(self, programs):
        marks = [
            (records._name, len(records), max(records.mapped("write_date"), default=""))
            for records in (programs, programs.rule_ids, programs.reward_ids)
        ]
        return str([(*mark[:2], str(mark[2])) for mark in marks])

    @asks("read")
    def retail_promotions(self, known, product_ids):
        """Return the promotions that changed, as the records with which a till begins.

        :param known: ``{programme id: mark}`` of what the till has, as this method gave it before
        :param product_ids: the products of promotions that the till has
        :return: ``{"promotions": as in retail_pulse, "marks": {programme id: mark},
            "ids": {model: all of them}, "records": {model: those of the changed ones},
            "special": [those of the products that are not for sale]}``
        """
        self.ensure_one()
        self.check_access("read")
        programs = self._get_program_ids().sudo()
        marks = {str(program.id): self._promotion_mark(program) for program in programs}
        changed = programs.filtered(lambda each: known.get(str(each.id)) != marks[str(each.id)])
        found = {
            name: self.env[name].search(self.env[name]._load_pos_data_domain({}, self))
            for name in PROMOTION_MODELS
        }
        parts = {
            "loyalty.program": found["loyalty.program"] & changed,
            "loyalty.rule": found["loyalty.rule"] & changed.rule_ids,
            "loyalty.reward": found["loyalty.reward"] & changed.reward_ids,
        }
        missing = self._promotion_products(changed).filtered(
            lambda product: product.id not in product_ids
        )
        parts = {"product.template": missing.product_tmpl_id, "product.product": missing, **parts}
        return {
            "promotions": self._promotions_mark(programs),
            "marks": marks,
            "ids": {name: records.ids for name, records in found.items()},
            "special": (missing - missing.filtered("available_in_pos")).ids,
            "records": {
                name: self.env[name]._load_pos_data_read(records, self)
                for name, records in parts.items()
                if records
            },
        }

    def _promotion_products(self, programs):
        """Return the products that a till needs for promotions, which may be none that it sells."""
        rewards = programs.reward_ids
        products = (
            rewards.discount_line_product_id
            | rewards.reward_product_ids
            | rewards.reward_product_id
            | programs.trigger_product_ids
        )
        return products.with_env(self.env)._filtered_access("read")

    def _promotion_mark(self, program):
        """Return what changes whenever a promotion, one of its rules or one of its rewards does."""
        parts = (program, *program.rule_ids, *program.reward_ids)
        return " ".join(f"{part.id}:{part.write_date.timestamp()}" for part in parts)
