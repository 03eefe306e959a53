"""A real server of Odoo as it comes, without any module of ours, whose till has a bridge."""

import os

from manage import templates

from .demo_server import DemoServer
from .store_server import StoreServer

PASSWORD = "Stock-Till-1"  # OCA's rules of passwords hold there too
TILL = """
from odoo import Command

def create(model, **values):
    return env[model].create(values)

company = env.company
if not company.chart_template:
    env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
create("res.users", name="Cashier", login="cashier", password=PASSWORD, lang="en_US",
       group_ids=[Command.link(env.ref("point_of_sale.group_pos_manager").id)])
journal = create("account.journal", name="Cash", type="cash", code="CSH9")
method = create("pos.payment.method", name="Cash", journal_id=journal.id)
create("product.product", name=PRODUCT, barcode=BARCODE, list_price=299, available_in_pos=True, taxes_id=False)
create("pos.config", name="Stock Till", module_pos_hr=False, payment_method_ids=[Command.set(method.ids)],
       is_posbox=True, proxy_ip=ADDRESS, iface_print_via_proxy=True, iface_cashdrawer=True,
       iface_scan_via_proxy=True, iface_print_auto=True, iface_print_skip_screen=False)
env.cr.commit()
"""


class StockServer(StoreServer):
    """A DemoServer on a copy of Odoo's own modules, with one till and one product.

    ADDRESS is the bridge's, with a token. Environment: RETAIL_NATIVE_TEMPLATE, the database to copy.
    """

    def __init__(self, address, product, barcode):
        DemoServer.__init__(self)
        self.template = os.environ.get("RETAIL_NATIVE_TEMPLATE", templates.NATIVE)
        values = {"ADDRESS": address, "PRODUCT": product, "BARCODE": barcode, "PASSWORD": PASSWORD}
        self.script = "".join(f"{key} = {value!r}\n" for key, value in values.items()) + TILL

    def password(self, login):
        return PASSWORD
