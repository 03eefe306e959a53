"""What goes wrong on other people's machines: one clear line, a failing exit code, no debris."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from manage import debian, machine, process
from manage.place import Place
from manage.progress import Failure
from manage.server import PidFile
from support.checkout import Checkout, programs

CLOSED = "http://127.0.0.1:9"  # the port for discarding, where nobody listens
OLD_PYTHON = """
import runpy, sys
sys.version_info = (3, 9, 2)
runpy.run_module("manage", run_name="__main__")
"""

pytestmark = pytest.mark.skipif(
    os.geteuid() == 0, reason="root would make a system user; `make test` runs this as that user"
)


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "checkout"
    folder.mkdir()
    return Checkout(folder)


@pytest.fixture
def silent_server():
    """A server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        yield server


def test_a_taken_port(checkout):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        output, line, code = checkout.make("run", PORT=str(port))
    assert line == f"make: port {port} is taken by another program; try: make run PORT=8070"
    assert (output, code) == ("", 2)
    assert not checkout.place.venv.exists()


@pytest.mark.parametrize("port", ["many", "0", "65536", "-1"])
def test_a_port_that_is_none(checkout, port):
    _, line, code = checkout.make("run", PORT=port)
    assert (line, code) == (f"make: PORT={port} is not a port number", 2)


def test_a_wrong_python(checkout):
    argv = [sys.executable, "-c", OLD_PYTHON, "run"]
    env = {**os.environ, "PYTHONPATH": os.fspath(checkout.place.config)}
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
    assert done.stderr == (
        "make: Python 3.10 to 3.13 is needed, this is 3.9; try: make PYTHON=python3.11\n"
    )
    assert (done.stdout, done.returncode) == ("", 1)


def test_too_little_room_on_the_disk(tmp_path):
    with pytest.raises(Failure, match=r"^the disk of .* GB left, a first set-up needs 1048576 GB$"):
        machine.check_room(tmp_path, needed=1024**5)


def test_a_disk_that_fills_up_on_the_way(checkout):
    """Every byte written to this log meets a full disk."""
    checkout.place.log.mkdir(parents=True)
    (checkout.place.log / "pip-requirements.log").symlink_to("/dev/full")
    output, line, code = checkout.make("install", ODOO_HOME=checkout.odoo(), PIP_INDEX_URL=CLOSED)
    assert "Python packages: stopped" in output
    assert line == "make: the disk is full; `make clean` removes what was made here"
    assert code == 2
    assert not (checkout.place.stamps / "requirements").exists()


def test_python_packages_without_a_network(checkout):
    _, line, code = checkout.make("install", ODOO_HOME=checkout.odoo(), PIP_INDEX_URL=CLOSED)
    assert line.startswith("make: Python packages could not be installed: no network? ERROR: ")
    assert line.endswith(f"(see {checkout.place.log / 'pip-requirements.log'})")
    assert code == 2


def test_a_debian_mirror_that_cannot_be_reached(tmp_path, monkeypatch):
    """apt is given a list of sources of its own; the machine's is not touched."""
    (tmp_path / "sources.list").write_text(f"deb {CLOSED}/debian bookworm main\n")
    settings = f'Dir::Etc::sourcelist "{tmp_path}/sources.list"; Dir::Etc::sourceparts "-";\n'
    (tmp_path / "apt.conf").write_text(settings)
    monkeypatch.setenv("APT_CONFIG", os.fspath(tmp_path / "apt.conf"))
    place, folder = Place(tmp_path), tmp_path / "debs"
    with pytest.raises(Failure, match="Debian's suite sid could not be read: no network\\? E: "):
        debian.download(place, {"odoo-19": "sid"}, folder)
    assert not debian.kept(folder, "odoo-19")


def test_no_root_and_no_sudo(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", programs(tmp_path / "bin", "apt-get", "dpkg-query"))
    with pytest.raises(Failure) as failure:
        debian.install(Place(tmp_path), "dpkg", "a-package-that-is-not-there")
    assert str(failure.value) == (
        "root or sudo is needed once, for: apt-get install a-package-that-is-not-there"
    )


def test_a_machine_that_is_not_debian(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", programs(tmp_path / "bin", "true"))
    with pytest.raises(Failure, match=r"^this is not Debian; install by hand what these are there"):
        debian.install(Place(tmp_path), "postgresql")


def test_an_unknown_module(checkout):
    _, line, code = checkout.make("update", "MODULES=retail_base,retail_nothing")
    assert (line, code) == ("make: there is no module retail_nothing in addons/", 2)


@pytest.mark.parametrize("target", ["shell", "update"])
def test_work_on_a_database_that_is_not_there_yet(checkout, target):
    _, line, code = checkout.make(target)
    assert (line, code) == ("make: there is no database yet: make run", 2)


def test_an_import_that_does_not_say_what(checkout):
    _, line, code = checkout.make("import", "STORE=S001")
    assert line == "make: say what and where: make import CATALOGUE=file STORE=code"
    assert code == 2


@pytest.mark.parametrize(
    ("release", "said"),
    [
        (None, "is not a checkout of Odoo: it has no odoo-bin"),
        ("version_info = (18, 0, 0, 'final', 0, '')", "is Odoo 18; these modules are for Odoo 19"),
    ],
)
def test_another_odoo(checkout, release, said):
    home = Path(checkout.odoo())
    if release is None:
        (home / "odoo-bin").unlink()
    else:
        (home / "odoo/release.py").write_text(release)
    _, line, code = checkout.make("install", ODOO_HOME=os.fspath(home))
    assert (line, code) == (f"make: ODOO_HOME={home} {said}", 2)


def test_two_at_once(checkout, silent_server):
    """The first waits for a server that never answers; the second must not disturb it."""
    index = _address(silent_server)
    first = checkout.start("install", ODOO_HOME=checkout.odoo(), PIP_INDEX_URL=index)
    try:
        _connection, _ = silent_server.accept()
        _, line, code = checkout.make("install")
    finally:
        _interrupt(first)
    assert line == "make: another make is at work in this checkout; let it finish"
    assert code == 2


def test_what_is_interrupted_is_done_again_and_what_was_finished_is_not(checkout, silent_server):
    odoo = checkout.odoo()
    index = _address(silent_server)
    first = checkout.start("install", ODOO_HOME=odoo, PIP_INDEX_URL=index)
    _connection, _ = silent_server.accept()  # pip is at work
    output, errors = _interrupt(first)
    assert "Python packages: stopped after" in output
    assert "make: stopped; the next run goes on from here" in errors
    assert first.returncode
    assert {path.name for path in checkout.place.stamps.iterdir()} == {"venv"}

    output, _, _ = checkout.make("install", ODOO_HOME=odoo, PIP_INDEX_URL=CLOSED)
    assert re.findall(r"^  (\w[\w ]+):", output, re.MULTILINE) == ["Python packages"]


def test_a_package_that_is_damaged_leaves_what_was_unpacked_before(tmp_path):
    folder = tmp_path / "odoo"
    folder.mkdir()
    (folder / "whole").touch()
    damaged = tmp_path / "odoo-19_19.0_all.deb"
    damaged.write_bytes(b"half of it")
    with pytest.raises(Failure, match=r"odoo-19_19\.0_all\.deb is damaged"):
        debian.unpack([damaged], folder)
    assert [path.name for path in folder.iterdir()] == ["whole"]


def test_a_stale_pid_does_not_end_a_stranger(checkout):
    """Since we wrote the file the machine was started again, and the id is somebody else's."""
    with subprocess.Popen(["sleep", "60"]) as stranger:
        try:
            path = checkout.place.run / "odoo.pid"
            path.parent.mkdir(parents=True)
            path.write_text(f"{stranger.pid}\n")
            done = checkout.start("stop")
            output, _ = done.communicate(timeout=60)
            assert (output.strip(), done.returncode) == ("nothing of ours was running", 0)
            assert stranger.poll() is None
            assert not path.exists()
        finally:
            stranger.kill()


def test_our_own_process_is_ended(tmp_path):
    """The counterpart: with our word on its command line it is ours."""
    word = tmp_path / "odoo.conf"
    code = "import time; print('up', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, word], stdout=subprocess.PIPE) as ours:
        ours.stdout.readline()
        file = PidFile(tmp_path / "odoo.pid", word)
        file.write(ours.pid)
        assert file.stop()
        assert ours.wait() == -signal.SIGTERM


def test_a_program_that_is_missing():
    with pytest.raises(Failure, match=r"^no-such-program is missing on this machine$"):
        process.capture(["no-such-program"], failure="never said")


def test_a_program_that_is_missing_where_path_cannot_be_read(tmp_path, monkeypatch):
    """As after `su` from an administrator, whose folders the new user may not enter."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    monkeypatch.setenv("PATH", f"{closed}:{os.environ['PATH']}")
    with pytest.raises(Failure, match=r"^no-such-program is missing on this machine$"):
        process.capture(["no-such-program"], failure="never said")


def _address(server):
    return f"http://127.0.0.1:{server.getsockname()[1]}/"


def _interrupt(running):
    """Ctrl-C in a terminal reaches the whole group."""
    os.killpg(running.pid, signal.SIGINT)
    return running.communicate(timeout=60)
