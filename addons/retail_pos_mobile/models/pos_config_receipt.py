from odoo import api, fields, models


class PosConfig(models.Model):
    _inherit = "pos.config"

    ask_rating = fields.Boolean(
        string="Ask for a Rating",
        help="Let customers rate the service on the till once they have paid.",
    )

    @api.model
    def _load_pos_data_read(self, records, config):
        """@override The store's own texts and logo go before those of the till and the company."""
        read_records = super()._load_pos_data_read(records, config)
        store = config.store_id.sudo()
        company = config.company_id.sudo()
        for record in read_records:
            record["receipt_header"] = store.receipt_header or record.get("receipt_header")
            record["receipt_footer"] = store.receipt_footer or record.get("receipt_footer")
            record["_store_logo"] = store.receipt_logo and fields.Datetime.to_string(
                store.write_date
            )
            # Odoo shows its own logo where a company has none
            record["_has_logo"] = bool(
                store.receipt_logo or (company.logo_web and not company.uses_default_logo)
            )
        return read_records
