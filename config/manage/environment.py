"""Python packages in a virtual environment, and the linters of JavaScript and XML."""

import os
import shutil
from pathlib import Path

from . import debian, machine, process, way
from .progress import step
from .stamps import Stamp

AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
# what is optional is for printing from Node.js, which nobody does here
NPM_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional")
NGINX = {"nginx": "bookworm", "nginx-common": "bookworm"}  # the program, and its list of types
# the server, a library of it, its clients, and the way to a printer on the network
CUPS = dict.fromkeys(("cups-daemon", "libpaper1", "cups-client", "cups"), "bookworm")


def ensure(place, account, source):
    """The virtual environment with what Odoo and the OCA modules need."""
    interpreter = _interpreter(place, account)
    base = Stamp(place.stamps, "venv", str(interpreter), str(place.venv))
    if not base.done() or not place.python.exists():
        with step(f"virtual environment with {interpreter}"), base.making():
            shutil.rmtree(place.venv, ignore_errors=True)
            argv = [interpreter, "-m", "venv", place.venv]
            process.run(argv, log=place.log / "venv.log", failure="no virtual environment")
    _install(place, "Python packages", "requirements")
    # Odoo's package asks for psycopg2 in source form, which needs a compiler; we bring the binary
    _install(place, "OCA modules", "requirements-oca", "--no-deps")
    _install_bridge(place)
    link = site_packages(place) / "odoo.pth"
    if not link.is_file() or link.read_text().strip() != os.fspath(source.library):
        link.write_text(f"{source.library}\n")


def ensure_for_tests(place):
    """What tests and linters need besides."""
    _install(place, "Python packages for tests", "requirements-dev")
    lock = place.root / "package-lock.json"
    stamp = Stamp(place.stamps, "node_modules", lock)
    if not stamp.done() or not (place.root / "node_modules").is_dir():
        with step("linters for JavaScript and XML"), stamp.making():
            process.run(
                [place.venv / "bin/npm", "ci", *NPM_OPTIONS],
                log=place.log / "npm.log",
                cwd=place.root,
                env=_npm_environment(place),
                failure="npm packages could not be installed",
            )
    _ensure_unpacked(place, "nginx", NGINX, nginx(place))
    _ensure_cups(place)


def site_packages(place):
    """The folder of the environment's packages."""
    return next((place.venv / "lib").glob("python3.*/site-packages"))


def oca_addons(place):
    """The folder of the OCA modules, which pip lays beside Odoo's namespace."""
    return site_packages(place) / "odoo/addons"


def nginx(place):
    """Debian's nginx for the tests of config/nginx.conf. Installed, it would serve on port 80."""
    return place.local / "nginx/usr/sbin/nginx"


def cups(place):
    """The folder of Debian's CUPS for the tests of the bridge. Installed, it would start by itself."""
    return place.local / "cups"


def _install_bridge(place):
    """The bridge, by whose code Odoo draws receipts; a change of its files counts at once."""
    folder = place.root / "iot_bridge"
    stamp = Stamp(place.stamps, "bridge", folder / "pyproject.toml", os.fspath(place.root))
    if not stamp.done():
        with step("bridge of the tills' devices"), stamp.making():
            argv = [place.python, "-m", "pip", "install", "--quiet", "--no-deps"]
            argv += ["--no-build-isolation", "--disable-pip-version-check", "--editable", folder]
            process.run(
                argv, log=place.log / "pip-bridge.log", failure="the bridge could not be installed"
            )


def _ensure_unpacked(place, name, wanted, program):
    debs = place.cache / "debs"
    stamp = Stamp(place.stamps, name, *wanted.items())
    if not stamp.done() or not program.is_file():
        with step(f"{name} for the tests, unpacked under .local/{name}"), stamp.making():
            debian.download(place, wanted, debs)
            packages = [debian.kept(debs, package) for package in wanted]
            debian.unpack(packages, place.local / name)


def _ensure_cups(place):
    backends = cups(place) / "usr/lib/cups"
    _ensure_unpacked(place, "cups", CUPS, backends / "backend-available/socket")
    ways = backends / "backend"
    ways.mkdir(exist_ok=True)
    if not (ways / "socket").exists():  # as the package does once it is installed
        (ways / "socket").symlink_to("../backend-available/socket")


def _interpreter(place, account):
    python = machine.interpreter(account)
    if python.is_relative_to("/usr/bin") and not machine.makes_environments(python):
        debian.install(place, "python3-venv")
    if not account.reaches(python):
        way.open_path(account, python)
    return python


def _npm_environment(place):
    """Our Node.js trusts its own list of authorities; let it trust those of the machine as well."""
    env = {
        "PATH": f"{place.venv / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "npm_config_cache": os.fspath(place.cache / "npm"),
    }
    if AUTHORITIES.is_file():
        env["NODE_EXTRA_CA_CERTS"] = os.environ.get("NODE_EXTRA_CA_CERTS", os.fspath(AUTHORITIES))
    return env


def _install(place, title, name, *options):
    wanted = place.config / f"{name}.txt"
    stamp = Stamp(place.stamps, name, wanted, Stamp(place.stamps, "venv").written())
    if stamp.done():
        return
    with step(title), stamp.making():
        argv = [place.python, "-m", "pip", "install", "--quiet", "--no-compile"]
        argv += ["--disable-pip-version-check", "--no-input", "--cache-dir", place.cache / "pip"]
        process.run(
            [*argv, *options, "-r", wanted],
            log=place.log / f"pip-{name}.log",
            failure="Python packages could not be installed",
        )
