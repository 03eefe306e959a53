from odoo import api, fields, models

MONEY = ("gift_card", "ewallet")


class SharedRules:
    """What the lines of a sale share. Contexts are compared: this one as itself, not by its records.

    :param products: recordset of all lines
    :param found: {id of a price list: its rules}, to which more are added
    """

    def __init__(self, products, found):
        self.products, self.found = products, found


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    member_card_type_ids = fields.One2many(
        "retail.member.card.type",
        "pricelist_id",
        string="Card Types",
        help="Only members with a card of these types get this price list.",
    )

    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        """Keep members' prices from being the default of everybody else.

        Natively, who has no price list of his own gets the first one there is.
        """
        domain = super()._get_partner_pricelist_multi_search_domain_hook(company_id)
        members_only = self.env["retail.member.card.type"]._granted("pricelist_id")
        return [*domain, ("id", "not in", members_only.ids)]

    def _compute_price_rule(self, products, quantity, *, currency=None, **kwargs):
        """@override A gift card is money: no member pays less for it than it is worth."""
        cards = self._get_money_products(products)
        if not cards or not self.sudo().member_card_type_ids:
            return super()._compute_price_rule(products, quantity, currency=currency, **kwargs)
        prices = super()._compute_price_rule(
            products - cards, quantity, currency=currency, **kwargs
        )
        return prices | self.browse()._compute_price_rule(
            cards, quantity, currency=currency or self.currency_id, **kwargs
        )

    @api.model
    def _get_money_products(self, products):
        """Return those of PRODUCTS, in their model, that sell a gift card or fill a wallet.

        None of what is kept in stock is one, so that goods cost no query.
        """
        unstored = products.filtered(lambda product: not product.is_storable)
        if not unstored:
            return unstored
        variants = unstored if unstored._name == "product.product" else unstored.product_variant_ids
        programs = self.env["loyalty.program"].sudo()
        programs = programs.search(
            [("program_type", "in", MONEY), ("trigger_product_ids", "in", variants.ids)]
        )
        money = programs.trigger_product_ids.with_env(products.env)
        return unstored & (money if unstored._name == money._name else money.product_tmpl_id)

    def _get_applicable_rules(self, products, date, **kwargs):
        """@override Of a sale that is checked, all lines share the rules: one search a price list.

        The context's `retail_rules` (SharedRules) says of which products, and keeps what was found.
        """
        known = self.env.context.get("retail_rules")
        if known is None:
            return super()._get_applicable_rules(products, date, **kwargs)
        if self.id not in known.found:
            known.found[self.id] = super()._get_applicable_rules(known.products, date, **kwargs)
        return known.found[self.id]

    @api.model
    def _load_pos_data_read(self, records, config):
        """@override Of a large catalogue name the rules for everything only.

        The till goes through what is named at each start; the rules of a product come with it.
        """
        read_records = super()._load_pos_data_read(records, config)
        if config._has_large_catalogue():
            general = self.env["product.pricelist.item"].search(
                [
                    ("pricelist_id", "in", records.ids),
                    ("product_tmpl_id", "=", False),
                    ("product_id", "=", False),
                ]
            )
            for record in read_records:
                record["item_ids"] = [id_ for id_ in record["item_ids"] if id_ in general._ids]
        return read_records
