from odoo import models
from odoo.exceptions import AccessError
from odoo.http import request

from .retail_till_device import COOKIE

# A revoked phone starts the till once more, sends what waits there, and goes
LAST_CALLS = {
    *("/pos.order/sync_from_ui", "/pos.order/read_pos_orders", "/pos.config/retail_pulse"),
    *(
        "/pos.session/load_data",
        "/pos.session/load_data_params",
        "/pos.config/read_config_open_orders",
    ),
}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        super()._pre_dispatch(rule, args)
        path = request.httprequest.path
        if COOKIE not in request.httprequest.cookies or not path.startswith("/web/dataset/"):
            return
        if any(path.endswith(call) for call in LAST_CALLS) or "/retail.outbox.entry/" in path:
            return
        if request.env["retail.till.device"]._of_request().state == "revoked":
            raise AccessError(request.env._("This device was revoked."))
