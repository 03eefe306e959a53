"""What a manager asks of a bridge from afar: a search, a log, a restart, a device more.

Each errand is run once: when the answer that brought it got lost, the manager asks again.
"""

import asyncio
import json
import logging
import time

from . import __version__, added, discovery
from .errors import BadRequest, BridgeError

logger = logging.getLogger(__name__)
LONGEST = 16 * 1024  # characters of a result
LOG_LINES = 100
RESTART_AFTER = 1.0  # seconds: the answer to a question that is under way


class Errands:
    """Runs errands; their results wait in the store until the server has them."""

    def __init__(self, bridge):
        self.bridge = bridge
        self.kinds = {
            "log": self._log,
            "search": self._search,
            "add_printer": self._add_printer,
            "add_scanner": self._add_scanner,
            "restart": self._restart,
        }

    def start(self, errands):
        """Begin those of ERRANDS (id, kind, values) that are new."""
        for errand in errands:
            if self.bridge.store.begin_errand(str(errand["id"])):
                task = asyncio.create_task(self._run(errand))
                self.bridge.tasks.add(task)
                task.add_done_callback(self.bridge.tasks.discard)

    async def _run(self, errand):
        try:
            run = self.kinds.get(errand.get("kind"))
            if not run:
                raise BadRequest("this bridge does not know how; bring it up to date")
            state, result = "done", await run(errand.get("values") or {})
        except (BridgeError, KeyError, TypeError) as error:
            state, result = "failed", {"error": str(error)}
        except Exception:
            logger.exception("errand %s", errand.get("kind"))
            state, result = "failed", {"error": "an error in the bridge, see its log"}
        self.bridge.store.finish_errand(str(errand["id"]), state, json.dumps(result))

    async def _log(self, _values):
        events = self.bridge.store.events(LOG_LINES)
        lines = [
            f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(at))} {subject}: {text}"
            for at, subject, text in events
        ]
        return {"version": __version__, "log": "\n".join(lines)[:LONGEST]}

    async def _search(self, values):
        printers = await discovery.scan(values.get("network"))
        known = {
            (str(printer.settings.get("host")), printer.settings.get("port", discovery.PORT))
            for printer in self.bridge.config.printers.values()
        }
        paths = {device.settings.get("path") for device in self.bridge.config.devices.values()}
        return {
            "printers": [
                printer for printer in printers if (printer["host"], printer["port"]) not in known
            ],
            "scanners": [
                scanner for scanner in added.find_scanners() if scanner["path"] not in paths
            ],
        }

    async def _add_printer(self, values):
        host, port = str(values["host"]), values.get("port", discovery.PORT)
        await added.check_printer(host, port)
        entry = {
            "kind": "network",
            "host": host,
            "port": port,
            "title": str(values["title"])[:64],
            "profile": str(values.get("profile", "epson-80")),
        }
        return {"name": self.bridge.add_printer(entry)}

    async def _add_scanner(self, values):
        found = {scanner["path"]: scanner["kind"] for scanner in added.find_scanners()}
        path = str(values["path"])
        if path not in found:
            raise BadRequest("that scanner is not plugged in")
        return {"name": self.bridge.add_device({"kind": found[path], "path": path})}

    async def _restart(self, _values):
        self.bridge.loop.call_later(RESTART_AFTER, self.bridge.restart)
        return {"version": __version__}
