from odoo.tools import file_open

from odoo.addons.point_of_sale.controllers.main import PosController


class ServiceWorkerController(PosController):
    def _get_pos_service_worker(self):
        # Ours comes first: of two listeners for a page the first one answers
        with file_open("retail_pos_mobile/static/src/service_worker.js") as ours:
            return ours.read() + super()._get_pos_service_worker()
