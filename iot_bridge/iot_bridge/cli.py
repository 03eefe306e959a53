"""The command `iot-bridge`."""

import argparse
import asyncio
import logging
import os
import sys
from importlib import resources
from pathlib import Path

from . import __version__, config
from .errors import BridgeError, ConfigError

EXAMPLE = "example.yaml"


def main(argv=None):
    """Run a command; the exit status. What goes wrong is one line."""
    arguments = _parser().parse_args(argv)
    try:
        return arguments.run(arguments) or 0
    except BridgeError as error:
        sys.stderr.write(f"iot-bridge: {error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"iot-bridge: {error.strerror or error}: {error.filename or ''}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser():
    parser = argparse.ArgumentParser(prog="iot-bridge", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("-c", "--config", metavar="FILE", help="iot-bridge.yaml")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    init = commands.add_parser("init", help="write an example iot-bridge.yaml here")
    init.set_defaults(run=_init)
    run = commands.add_parser("run", help="serve")
    run.add_argument("--address", help="instead of listen.address")
    run.set_defaults(run=_run)
    token = commands.add_parser("token", help="tokens of tills and managers")
    verbs = token.add_subparsers(required=True, metavar="VERB")
    add = verbs.add_parser("add", help="make a token and print it, once")
    add.add_argument("name")
    add.add_argument(
        "--manager", action="store_true", help="may see the page, all jobs, and search"
    )
    add.add_argument("--printer", help="the one that it may use; without, all of them")
    add.set_defaults(run=_add_token)
    remove = verbs.add_parser("remove", help="make a token worthless")
    remove.add_argument("name")
    remove.set_defaults(run=_remove_token)
    verbs.add_parser("list", help="who has one").set_defaults(run=_list_tokens)
    scan = commands.add_parser("scan", help="look for printers on the network")
    scan.add_argument(
        "network", nargs="?", help="such as 192.168.1.0/24; by default this machine's"
    )
    scan.set_defaults(run=_scan)
    pair = commands.add_parser("pair", help="show a code that a manager scans with his phone")
    pair.add_argument("url", help="of Odoo, such as https://shop.example.com")
    pair.set_defaults(run=_pair)
    check = commands.add_parser("check", help="read the configuration and say whether it is right")
    check.set_defaults(run=_check)
    return parser


def _init(_):
    path = Path(config.PLACES[0])
    if path.exists():
        raise ConfigError(f"{path} is there already")
    path.write_text(resources.files(__package__).joinpath(EXAMPLE).read_text(encoding="utf-8"))
    sys.stdout.write(f"{path} is written: name your printers in it, then iot-bridge run\n")


def _run(arguments):
    from aiohttp import web

    from . import application, certificate
    from .service import Bridge

    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    settings = config.load(arguments.config)
    if arguments.address:
        settings = config.with_address(settings, arguments.address)
    scheme = "https" if settings.secure else "http"
    sys.stdout.write(f"iot-bridge {__version__} on {scheme}://{settings.address}:{settings.port}\n")
    sys.stdout.flush()
    bridge = Bridge(settings)
    web.run_app(
        application.make(bridge),
        host=settings.address,
        port=settings.port,
        ssl_context=certificate.context(settings),
        # an access log would hold the tokens that native tills have in their paths
        access_log=None,
        shutdown_timeout=1,  # a till that waits for its scanner would wait on
        print=None,
    )
    if bridge.wants_restart:
        os.execv(sys.executable, [sys.executable, "-m", __package__, *sys.argv[1:]])


def _store(arguments):
    from .service import Bridge

    return Bridge(config.load(arguments.config))


def _add_token(arguments):
    bridge = _store(arguments)
    role = "manager" if arguments.manager else "till"
    token = bridge.add_token(arguments.name, role, arguments.printer)
    sys.stdout.write(f"{token}\n")


def _remove_token(arguments):
    if not _store(arguments).store.remove_token(arguments.name):
        raise ConfigError(f"{arguments.name} has no token")


def _list_tokens(arguments):
    for name, role, printer, _ in _store(arguments).store.tokens():
        sys.stdout.write(f"{name}\t{role}\t{printer or ''}\n")


def _scan(arguments):
    from . import discovery

    found = asyncio.run(discovery.scan(arguments.network))
    for printer in found:
        sys.stdout.write(f"{printer['host']}:{printer['port']}\t{printer['model'] or '?'}\n")
    if not found:
        sys.stderr.write("iot-bridge: no printer was found\n")
    return 0 if found else 1


def _pair(arguments):
    from . import qr
    from .cloud import CODE_LIFE_TEXT, wait_for_pairing
    from .service import Bridge

    url = config.check_url(arguments.url)
    settings = config.load(arguments.config)
    if (settings.cloud or {}).get("token") or (settings.cloud or {"url": url})["url"] != url:
        raise ConfigError("cloud in iot-bridge.yaml says otherwise: take it out first")
    bridge = Bridge(settings)

    def show(code):
        sys.stdout.write(f"{qr.terminal(code)}\n{code}\n{CODE_LIFE_TEXT}\n")
        sys.stdout.flush()

    bridge.membership.begin(url)
    asyncio.run(wait_for_pairing(bridge, show))
    sys.stdout.write(f"paired with {url}\n")


def _check(arguments):
    settings = config.load(arguments.config)
    sys.stdout.write(f"{len(settings.printers)} printers, {len(settings.devices)} devices\n")
