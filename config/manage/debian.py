"""Debian packages: install what is missing, and unpack what must not touch the system."""

import re
import shutil
from pathlib import Path

from . import machine, process
from .progress import Failure, step

# fonts-wqy-zenhei is what receipts embed in PDF; libgomp1 is for the threads of LightGBM
RUN = ("postgresql", "wkhtmltopdf", "fonts-noto-cjk", "fonts-wqy-zenhei", "acl", "libgomp1")
TEST = ("chromium", "chromium-driver")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def install(place, *packages):
    """Install what is missing of `packages`; one clear line when that cannot be done."""
    missing = _missing(packages)
    if not missing:
        return
    words = " ".join(missing)
    if not shutil.which("apt-get"):
        raise Failure(f"this is not Debian; install by hand what these are there: {words}")
    become = machine.administrator()
    if become is None:
        raise Failure(f"root or sudo is needed once, for: apt-get install {words}")
    with step(f"Debian packages {words}"):
        _apt(place, become, "update", "the package lists could not be fetched")
        install_words = ["install", "--no-install-recommends", "--yes", *missing]
        _apt(place, become, install_words, "packages could not be installed")


def _missing(packages):
    return [name for name in packages if not _installed(name)]


def _installed(package):
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
    try:
        return process.capture(query, failure="not there") == "installed"
    except Failure:
        return False


def _apt(place, become, words, failure):
    words = [words] if isinstance(words, str) else words
    argv = [*become, "env", *(f"{key}={value}" for key, value in QUIET.items())]
    argv += ["apt-get", "-o", "DPkg::Lock::Timeout=300", *words]
    process.run(argv, log=place.log / f"apt-{words[0]}.log", failure=failure)


def mirror():
    """The address from which this machine gets Debian itself, as its own apt knows it."""
    # without fetched lists, as in a fresh container, apt tells its sources only when asked this way
    address = _mirror() or _mirror("--no-release-info")
    if not address:
        raise Failure(
            "no Debian mirror among this machine's apt sources; set ODOO_HOME=/path instead"
        )
    return address


def _mirror(*options):
    form = "$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)"
    argv = ["apt-get", "indextargets", *options, "--format", form, "Created-By: Packages"]
    for line in process.capture(argv, failure="apt does not know its sources").splitlines():
        address, release, component, origin = line.split("|")
        its_own = not re.search("security|updates|backports", release + address)
        if its_own and component == "main" and origin in ("Debian", "", "$(ORIGIN)"):
            return address
    return None


def download(place, wanted, folder):
    """Fetch packages into `folder` without installing: {package: suite}. Kept ones are not fetched.

    apt gets sources, lists and a cache of its own here, so the system's stay as they are.
    """
    missing = {name: suite for name, suite in wanted.items() if not kept(folder, name)}
    if not missing:
        return
    apt = place.cache / "apt"
    for part in ("lists/partial", "archives/partial"):
        (apt / part).mkdir(parents=True, exist_ok=True)
    source = f"[signed-by={KEYRING}] {mirror()}"
    sources = apt / "sources.list"
    suites = sorted(set(missing.values()))
    sources.write_text("".join(f"deb {source} {suite} main\n" for suite in suites))
    options = _options(apt, sources)
    log = place.log / "apt-download.log"
    failure = f"Debian's suite {suites[-1]} could not be read"
    process.run(["apt-get", *options, "update", "--error-on=any"], log=log, failure=failure)
    fresh = apt / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    names = [f"{name}/{suite}" for name, suite in missing.items()]
    argv = ["apt-get", *options, "download", *names]
    process.run(argv, log=log, cwd=fresh, failure="packages could not be fetched")
    folder.mkdir(parents=True, exist_ok=True)
    for package in fresh.iterdir():
        package.replace(folder / package.name)
    shutil.rmtree(apt)


def _options(apt, sources):
    settings = {
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Dir::Cache": apt,
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "-",
        "Dir::State::Lists": apt / "lists",
    }
    return [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]


def kept(folder, package):
    """The file of a package fetched before, or None."""
    return next(folder.glob(f"{package}_*.deb"), None)


def unpack(packages, folder):
    """Unpack package files side by side into `folder`, replacing it in one go."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for package in packages:
        process.capture(["dpkg", "-x", package, fresh], failure=f"{package} is damaged")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)
