from odoo import api, models


class RetailPriceLogged(models.AbstractModel):
    """A record whose prices are remembered when they change, see `retail.price.log`."""

    _name = "retail.price.logged"
    _description = "Prices That Are Remembered"

    _price_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        # Its first prices are written by inverse functions: nobody sold at what stood there before
        new = self.with_context(retail_prices_begin=True)
        return super(RetailPriceLogged, new).create(vals_list).with_env(self.env)

    def write(self, vals):
        is_new = self.env.context.get("retail_prices_begin")
        if is_new or not any(name in vals for name in self._price_fields):
            return super().write(vals)
        before = self._read_prices()
        result = super().write(vals)
        after = self._read_prices()
        self._remember_prices(
            {id_: former for id_, former in before.items() if former != after.get(id_)}
        )
        return result

    def _read_prices(self):
        """Return {id: values} of what makes the prices of these records."""
        return {
            record.id: {
                name: record._fields[name].convert_to_write(record[name], record)
                for name in self._price_fields
            }
            for record in self.sudo()
            if record.id
        }

    def _remember_prices(self, formers, is_deleted=False):
        self.env["retail.price.log"]._remember(
            [
                (self._name, id_, former.get("pricelist_id") or None, former, is_deleted)
                for id_, former in formers.items()
            ]
        )
