"""Ways to a printer, by python-escpos: open, write, read for a while, close."""

import contextlib
import errno
import os
import select
import shutil
import subprocess
import time
from pathlib import Path

import usb.core
from escpos import printer
from escpos.exceptions import Error as EscposError

from .errors import ConfigError, LinkError

PATIENCE = 5.0  # seconds until a write or a connection counts as failed


class Link:
    """A way to one printer. `two_way`: whether it can answer."""

    two_way = True

    def __init__(self, device):
        self.device = device

    def __enter__(self):
        with self._faults():
            self._open()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError, EscposError, usb.core.USBError, AttributeError):
            self.device.close()

    def look(self):
        """Raise LinkError unless the printer, or what takes its data, is there; nothing is sent."""
        with self:
            pass

    def write(self, data):
        """Hand DATA over; raises LinkError."""
        with self._faults():
            self._write(data)

    def read(self, seconds):
        """What comes within SECONDS, maybe nothing; raises LinkError when the printer has gone."""
        with self._faults():
            return self._read(seconds)

    def _open(self):
        self.device.open()

    def _write(self, data):
        self.device._raw(data)

    def _read(self, seconds):
        raise NotImplementedError

    @contextlib.contextmanager
    def _faults(self):
        try:
            yield
        except LinkError:
            raise
        except (OSError, EscposError, usb.core.USBError, AssertionError) as error:
            raise LinkError(str(error).strip() or type(error).__name__, _state(error)) from error


def _state(error):
    """A refused connection or a port in use: the printer is there, and another has it."""
    reason = error.__context__ if isinstance(error, EscposError) else error
    taken = (errno.ECONNREFUSED, errno.EBUSY)
    return "busy" if getattr(reason, "errno", None) in taken else "unreachable"


class NetworkLink(Link):
    def __init__(self, host, port=9100):
        super().__init__(printer.Network(host, port, timeout=PATIENCE))

    def _read(self, seconds):
        device = self.device.device
        device.settimeout(max(seconds, 0.01))
        try:
            data = device.recv(4096)
        except TimeoutError:
            return b""
        finally:
            device.settimeout(PATIENCE)
        if not data:
            raise LinkError("the printer has ended the connection")
        return data


class SerialLink(Link):
    def __init__(self, path, baudrate=9600, dsrdtr=True):
        super().__init__(printer.Serial(path, baudrate, timeout=PATIENCE, dsrdtr=dsrdtr))

    def _read(self, seconds):
        port = self.device.device
        port.timeout = seconds
        first = port.read(1)
        return first + port.read(port.in_waiting) if first else b""

    def _write(self, data):
        self.device._raw(data)
        self.device.device.flush()


class UsbLink(Link):
    def __init__(self, vendor, product, in_endpoint=0x82, out_endpoint=0x01):
        timeout = int(PATIENCE * 1000)
        super().__init__(printer.Usb(vendor, product, {}, timeout, in_endpoint, out_endpoint))

    def _open(self):
        try:
            super()._open()
        except usb.core.NoBackendError as error:
            raise LinkError("libusb is missing here: apt install libusb-1.0-0") from error

    def _read(self, seconds):
        try:
            return bytes(self.device.device.read(self.device.in_ep, 64, int(seconds * 1000) or 1))
        except usb.core.USBTimeoutError:
            return b""


class FileLink(Link):
    """A device file such as /dev/usb/lp0. One that is not a device is made longer, not emptied."""

    two_way = False

    def __init__(self, path):
        self.path = Path(path)
        super().__init__(printer.File(os.fspath(path)))

    def _open(self):
        if not self.path.exists():
            raise LinkError(f"there is no {self.path}: is the printer switched on?")
        self.device.device = self.path.open("ab", buffering=0)

    def _write(self, data):
        deadline = time.monotonic() + PATIENCE
        descriptor = self.device.device.fileno()
        while data:
            room = max(0.0, deadline - time.monotonic())
            if not select.select([], [descriptor], [], room)[1]:
                raise LinkError("the printer takes no data", "busy")
            data = data[os.write(descriptor, data) :]


class CupsLink(Link):
    """A queue of CUPS, by its command `lp`: what CUPS has taken is in its care."""

    two_way = False

    def __init__(self, queue):
        super().__init__(printer.LP(queue, auto_flush=False))
        self.device.printer_name = self.queue = queue

    def look(self):
        """@override Opening it would begin a job."""
        if not shutil.which("lpstat"):
            raise LinkError("CUPS is missing here: apt install cups-client")
        with self._faults():
            if self.queue not in self.device.printers:
                raise LinkError(f"CUPS has no queue {self.queue}: lpstat -e lists them")

    def __exit__(self, _type, failed, _trace):
        """python-escpos ends `lp` in the middle; let it take the job first. Raises LinkError."""
        running = self.device.device
        if not running:
            return
        self.device._device = False
        with contextlib.suppress(OSError):
            running.stdin.close()
        try:
            taken = running.wait(timeout=PATIENCE * 4) == 0
        except subprocess.TimeoutExpired:
            running.kill()
            taken = False
        if not (taken or failed):
            raise LinkError("CUPS has not taken the job")


class FolderLink(Link):
    """No printer: each job becomes a file, to look at what would be printed."""

    two_way = False

    def __init__(self, folder):
        self.folder = Path(folder)
        super().__init__(printer.Dummy())

    def _open(self):
        self.folder.mkdir(parents=True, exist_ok=True)

    def __exit__(self, *_):
        data = self.device.output
        if data:
            name = f"{time.time_ns()}.escpos"
            (self.folder / name).write_bytes(data)
            self.device.clear()


KINDS = {
    "network": NetworkLink,
    "serial": SerialLink,
    "usb": UsbLink,
    "file": FileLink,
    "cups": CupsLink,
    "folder": FolderLink,
}


def make(kind, settings):
    """A link of KIND; raises ConfigError where the SETTINGS are not its own."""
    if kind not in KINDS:
        raise ConfigError(f"kind is one of {', '.join(KINDS)}")
    try:
        return KINDS[kind](**settings)
    except TypeError as error:
        raise ConfigError(f"a printer of kind {kind}: {error}") from error
