"""The YAML file: what it may say, and what holds where it says nothing."""

import ipaddress
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from . import links, profiles
from .added import read_added
from .errors import ConfigError

PLACES = ("iot-bridge.yaml", "/etc/iot-bridge/iot-bridge.yaml")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
PROFILE_KEYS = set(profiles.Profile.__dataclass_fields__)


@dataclass(frozen=True)
class Printer:
    name: str
    kind: str
    settings: dict
    profile: profiles.Profile
    title: str
    font: str | None = None

    def link(self):
        """A new way to it, not yet open."""
        return links.make(self.kind, self.settings)


@dataclass(frozen=True)
class Device:
    """A scanner, scale, display or label printer; `till` names the token that it belongs to."""

    name: str
    kind: str
    settings: dict
    till: str | None = None


@dataclass(frozen=True)
class Config:
    address: str = "127.0.0.1"
    port: int = 8282
    certificate: str | None = None  # a file, or "local" for one of its own
    key: str | None = None
    behind_proxy: bool = False
    cloud: dict | None = None  # url of the print queue in Odoo, and its token where nobody pairs
    data: Path = Path("iot-bridge-data")
    origins: tuple = ()
    keep_days: int = 30
    job_hours: int = 24
    font: str | None = None
    printers: dict = field(default_factory=dict)
    devices: dict = field(default_factory=dict)

    @property
    def secure(self):
        return bool(self.certificate)


def load(path=None):
    """The configuration in the file PATH, or in the first of PLACES; raises ConfigError."""
    places = [Path(path)] if path else [Path(place) for place in PLACES]
    found = next((place for place in places if place.is_file()), None)
    if not found:
        raise ConfigError(
            f"there is no file {' or '.join(map(str, places))}: iot-bridge init makes one"
        )
    try:
        config = read(yaml.safe_load(found.read_text(encoding="utf-8")), found.resolve().parent)
        return _with_added(config)
    except yaml.YAMLError as error:
        raise ConfigError(f"{found} is not YAML: {error}") from error
    except OSError as error:
        raise ConfigError(f"{found} cannot be read: {error.strerror}") from error


def read(document, folder=Path()):
    """The configuration that DOCUMENT says; relative paths are in FOLDER. Raises ConfigError."""
    document = _mapping(document or {}, "the file")
    _known(
        document,
        {
            "listen",
            "data",
            "origins",
            "cloud",
            "keep_days",
            "job_hours",
            "font",
            "printers",
            "devices",
        },
        "the file",
    )
    listen = _mapping(document.get("listen") or {}, "listen")
    _known(listen, {"address", "port", "certificate", "key", "behind_proxy"}, "listen")
    printers = _named(document.get("printers"), "printers")
    devices = _named(document.get("devices"), "devices")
    font = document.get("font")
    data = folder / str(document.get("data", Config.data))
    config = Config(
        **listen,
        data=data,
        origins=tuple(document.get("origins") or ()),
        keep_days=_count(document, "keep_days", Config.keep_days),
        job_hours=_count(document, "job_hours", Config.job_hours),
        font=font,
        cloud=_cloud(document.get("cloud")),
        printers={
            name: make_printer(name, _placed(entry, data), font) for name, entry in printers.items()
        },
        devices={name: make_device(name, entry) for name, entry in devices.items()},
    )
    _check_listen(config)
    return config


def _with_added(config):
    """CONFIG with what a manager added; what the file says under the same name is right."""
    added = read_added(config.data)
    printers = {
        name: make_printer(name, entry, config.font) for name, entry in added["printers"].items()
    }
    devices = {name: make_device(name, entry) for name, entry in added["devices"].items()}
    return replace(
        config,
        printers={**printers, **config.printers},
        devices={**devices, **config.devices},
    )


def with_address(config, address):
    """CONFIG listening on another ADDRESS; raises ConfigError where tokens would not be safe there."""
    config = replace(config, address=address)
    _check_listen(config)
    return config


def _check_listen(config):
    if not isinstance(config.port, int) or not 0 < config.port < 65536:
        raise ConfigError("listen.port is a number from 1 to 65535")
    try:
        inside = ipaddress.ip_address(config.address).is_loopback
    except ValueError as error:
        raise ConfigError("listen.address is an address such as 127.0.0.1 or 0.0.0.0") from error
    if not (inside or config.secure or config.behind_proxy):
        raise ConfigError(
            "tokens would cross the network in the clear: set listen.certificate (`local` makes one),"
            " or listen.behind_proxy if a proxy on a network of its own ends TLS"
        )


def _cloud(entry):
    if entry is None:
        return None
    entry = _mapping(entry, "cloud")
    _known(entry, {"url", "token"}, "cloud")
    url, token = entry.get("url"), entry.get("token")
    if not isinstance(url, str) or not isinstance(token, str | None):
        raise ConfigError("cloud has a url, and a token where the bridge is not paired")
    return {"url": check_url(url), "token": token}


def check_url(url):
    """URL of a server without its last stroke; raises ConfigError where a token would not be safe."""
    address = urlsplit(url)
    if address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1", "odoo"):
        raise ConfigError(
            "cloud.url begins with https://: the token must not cross a network in the clear"
        )
    return url.rstrip("/")


def make_printer(name, entry, font):
    """The printer that an ENTRY of the file describes; raises ConfigError."""
    entry = dict(entry)
    kind = entry.pop("kind", None)
    title = str(entry.pop("title", name))
    profile = profiles.find(entry.pop("profile", "generic-80"))
    profile = profile.changed(**{key: entry.pop(key) for key in PROFILE_KEYS & set(entry)})
    links.make(kind, entry)  # tells now what is wrong with it
    return Printer(name, kind, entry, profile, title, font)


def _placed(entry, data):
    """ENTRY with its folder, where that is relative, among the bridge's own DATA: there it may write."""
    return {**entry, "folder": data / str(entry["folder"])} if "folder" in entry else entry


def make_device(name, entry):
    """The device that an ENTRY of the file describes; raises ConfigError."""
    from .devices import KINDS

    entry = dict(entry)
    kind = entry.pop("kind", None)
    till = entry.pop("till", None)
    if kind not in KINDS:
        raise ConfigError(f"{name}: kind is one of {', '.join(KINDS)}")
    KINDS[kind].check(name, entry)
    return Device(name, kind, entry, till)


def _named(entries, what):
    entries = _mapping(entries or {}, what)
    for name, entry in entries.items():
        if not NAME.fullmatch(str(name)):
            raise ConfigError(
                f"{what}: {name!r} is no name; small letters, digits, - and _ make one"
            )
        _mapping(entry, f"{what}.{name}")
    return entries


def _mapping(value, what):
    if not isinstance(value, dict):
        raise ConfigError(f"{what} is a mapping of names to values")
    return value


def _known(mapping, known, what):
    unknown = set(mapping) - known
    if unknown:
        raise ConfigError(f"{what} has no {', '.join(sorted(map(str, unknown)))}")


def _count(document, key, default):
    value = document.get(key, default)
    if not isinstance(value, int) or value < 1:
        raise ConfigError(f"{key} is a number of at least 1")
    return value
