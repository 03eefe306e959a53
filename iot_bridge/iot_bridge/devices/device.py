"""What all devices have in common."""

import logging
import threading

from ..errors import ConfigError

logger = logging.getLogger(__name__)
RETRY = 3.0  # seconds until a device that has gone is looked for again


class Device:
    """A device of the configuration. `status` and `message` are in the words that the till knows."""

    role = ""
    required = ()
    optional = ()

    def __init__(self, device):
        self.name, self.till, self.settings = device.name, device.till, device.settings
        self.status, self.message = "connecting", ""

    @property
    def is_connected(self):
        return self.status == "connected"

    @classmethod
    def check(cls, name, settings):
        """Raises ConfigError for settings that this kind does not have, or lacks."""
        missing = set(cls.required) - set(settings)
        unknown = set(settings) - set(cls.required) - set(cls.optional)
        if missing or unknown:
            words = ", ".join(sorted(map(str, missing or unknown)))
            raise ConfigError(f"{name}: {'it needs' if missing else 'it has no'} {words}")

    def start(self):
        pass

    def stop(self):
        pass


class ReadingDevice(Device):
    """One with a thread that reads: `_open` a source, then `_read` it until it fails."""

    def __init__(self, device):
        super().__init__(device)
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._run, name=f"device {self.name}", daemon=True)

    def start(self):
        self.thread.start()

    def stop(self):
        self.stopping.set()

    def _run(self):
        while not self.stopping.is_set():
            try:
                with self._open() as source:
                    self.status, self.message = "connected", ""
                    while not self.stopping.is_set():
                        self._read(source)
            except (OSError, ImportError, ValueError) as error:
                if self.status != "disconnected":
                    logger.warning("%s: %s", self.name, error)
                self.status, self.message = "disconnected", str(error)
                self.stopping.wait(RETRY)

    def _open(self):
        raise NotImplementedError

    def _read(self, source):
        raise NotImplementedError
