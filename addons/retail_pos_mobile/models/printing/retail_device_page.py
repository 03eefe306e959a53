from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_base.lib.asks import asks

from .retail_device import MANAGERS


class RetailDevicePage(models.AbstractModel):
    """What the phone's page Devices shows, and what a manager does there.

    Each method takes a till that the user may open; its store is the one that counts.
    """

    _name = "retail.device.page"
    _description = "The Phone's Page Devices"

    @api.model
    @asks("read", "pos.config")
    @asks(groups=MANAGERS)
    def read_devices(self, config_id):
        """Return the devices of the store, bridges with theirs below them."""
        store = self._get_store(config_id)
        entries = self.env["retail.device.entry"].search([("store_id", "=", store.id)])
        return {
            "store": store.name,
            "devices": [
                {
                    "id": entry.res_id,
                    "model": entry.res_model,
                    "kind": entry.kind,
                    "name": entry.name,
                    "bridge_id": entry.bridge_id.id,
                    "tills": entry.tills or "",
                    "version": entry.version or "",
                    "faults": entry.fault_count,
                    **entry._read_state(),
                }
                for entry in entries
            ],
        }

    @api.model
    @asks("read", "pos.config")
    @asks("read", "retail.printer")
    def read_printers(self, config_id):
        """Return the printers that a receipt of this till may come out of; for every guide."""
        config = self._get_config(config_id)
        return self.env["retail.printer"]._read_for_till(config)

    # -- a bridge

    @api.model
    @asks("read", "pos.config")
    @asks(groups=MANAGERS)
    def read_pairing(self, config_id, code):
        """Return the bridge that shows a code, and the tills that it may be given to."""
        self._get_store(config_id)
        pairing = self.env["retail.bridge.pairing"]._find_waiting(code)
        tills = self.env["pos.config"].search([("store_id.is_store", "=", True)])
        return {
            **pairing._read(),
            "tills": [
                {"id": till.id, "name": till.name, "store": till.store_id.sudo().name}
                for till in tills
                if self._may_manage(till.store_id)
            ],
        }

    @api.model
    @asks("read", "pos.config")
    @asks(groups=MANAGERS)
    def pair(self, config_id, code, name, till_id=False):
        """Make the bridge that shows a code one of the till's store.

        :param till_id: the till whose receipts it prints; without one it is the store's alone
        :return: ``{"id", "name"}`` of the bridge
        """
        store = self._get_store(config_id)
        till = self.env["pos.config"]
        if till_id:
            till = self._get_config(till_id)
            store = self._get_store(till.id)
        if not str(name or "").strip():
            raise UserError(self.env._("Give the device a name."))
        pairing = self.env["retail.bridge.pairing"]._find_waiting(code)
        bridge = pairing._pair(str(name).strip()[:64], store)
        printer = bridge.printer_ids[:1]
        if till and printer and not till.sudo().receipt_printer_id:
            till.sudo().receipt_printer_id = printer
        return {"id": bridge.id, "name": bridge.name}

    @api.model
    @asks("read", "pos.config")
    @asks(groups=MANAGERS)
    def ask_bridge(self, config_id, bridge_id, kind, values=None):
        """Ask a bridge of the store for something; return the id by which `read_errand` tells of it."""
        store = self._get_store(config_id)
        bridge = self._find("retail.bridge", store, bridge_id)
        return self.env["retail.device.errand"]._ask(bridge, kind, values).id

    @api.model
    @asks("read", "pos.config")
    @asks(groups=MANAGERS)
    def read_errand(self, config_id, errand_id):
        """Return ``{"state", "kind", "result"}`` of what a bridge was asked for."""
        store = self._get_store(config_id)
        return self._find("retail.device.errand", store, errand_id).sudo()._read()

    # -- a printer

    @api.model
    @asks("read", "pos.config")
    @asks(groups=MANAGERS)
    def test_print(self, config_id, printer_id):
        """Print a test on a printer of the store."""
        store = self._get_store(config_id)
        self._find("retail.printer", store, printer_id).action_test_print()

    @api.model
    @asks("read", "pos.config")
    @asks(groups=MANAGERS)
    def add_direct_printer(self, config_id, name, connection):
        """Add a printer that asks the server itself; return the address that it is told, once."""
        store = self._get_store(config_id)
        printer = self.env["retail.printer"].create(
            {
                "name": str(name).strip()[:64],
                "connection": connection,
                "store_id": store.id,
            }
        )
        return {"id": printer.id, "address": printer._token_notice(printer._new_token())["message"]}

    # -- a scanner

    @api.model
    @asks("read", "pos.config")
    @asks(groups=MANAGERS)
    def assignment_code(self, config_id):
        """Return what a scanner reads from the phone to become this till's."""
        self._get_store(config_id)
        return self.env["retail.peripheral"]._assignment_code(self._get_config(config_id))

    @api.model
    @asks("read", "pos.config")
    @asks(groups=MANAGERS)
    def set_till(self, config_id, device_id, is_ours):
        """Give a scanner of the store to this till, or take it from the one it has."""
        store = self._get_store(config_id)
        device = self._find("retail.peripheral", store, device_id)
        device._check_manages()
        device.till_id = self._get_config(config_id) if is_ours else False

    # -- who and where

    @api.model
    def _get_config(self, config_id):
        self.env["retail.me.page"]._get_store(config_id)
        return self.env["pos.config"].browse(config_id)

    @api.model
    def _get_store(self, config_id):
        """Return the store of a till; raise AccessError for who does not manage it."""
        store = self.env["retail.me.page"]._get_store(config_id)
        if not self._may_manage(store):
            raise AccessError(self.env._("Only a store manager connects a device."))
        return store

    @api.model
    def _may_manage(self, store):
        user = self.env.user
        is_manager = any(map(user.has_group, MANAGERS))
        return is_manager and (not user.is_store_scoped or store in user.store_ids)

    @api.model
    def _find(self, model, store, id):
        """Return the record of the store, with the rights of the user; raise UserError for another."""
        wanted = [("id", "=", id if type(id) is int else 0), ("store_id", "=", store.id)]
        found = self.env[model].search(wanted)
        if not found:
            raise UserError(self.env._("There is no such device in this store."))
        return found
