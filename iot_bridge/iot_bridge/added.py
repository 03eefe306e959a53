"""Printers and scanners that a manager added from his phone; the YAML file, if it has one of that name, is right."""

import ipaddress
from pathlib import Path

import yaml

from . import discovery
from .errors import BadRequest, Conflict
from .kept import write_kept

FILE = "added.yaml"
MOST = 20
SECTIONS = ("printers", "devices")
# links that stay when the plug goes into another socket
PORTS = (
    ("scanner-serial", Path("/dev/serial/by-id"), "*"),
    ("scanner-keyboard", Path("/dev/input/by-id"), "*-event-kbd"),
)


def read_added(folder):
    """What was added, as `printers` and `devices` of the YAML file."""
    path = Path(folder) / FILE
    found = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
    return {section: (found or {}).get(section) or {} for section in SECTIONS}


def keep_added(folder, section, name, entry):
    """Keep an ENTRY called NAME; raises Conflict where there are too many."""
    added = read_added(folder)
    if len(added[section]) >= MOST:
        raise Conflict(f"{MOST} were added already; write the others into iot-bridge.yaml")
    added[section][name] = entry
    write_kept(Path(folder) / FILE, yaml.safe_dump(added, allow_unicode=True, sort_keys=True))


def find_scanners(ports=PORTS):
    """Kind and path of what may be a scanner on a cable of this machine."""
    return [
        {"kind": kind, "path": str(path)}
        for kind, folder, pattern in ports
        for path in sorted(folder.glob(pattern))
    ]


async def check_printer(host, port):
    """Raises BadRequest unless a receipt printer answers at an address of the local network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise BadRequest("the address of a printer is written as 192.168.1.50") from error
    if not address.is_private or not isinstance(port, int) or not 0 < port < 65536:
        raise BadRequest("only printers of the local network are added")
    found = await discovery.ask(str(address), port)
    if not found or not found["answers"]:
        raise BadRequest(f"no receipt printer answers at {address}:{port}")
    return found
