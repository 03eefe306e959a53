"""A-L1a: what docs/bridge.md says to type: a new environment, the bridge alone, its first answer."""

import os
import subprocess
import sys
import time

import pytest
import requests

from bridge_process import free_port
from manage.place import Place

PLACE = Place.here()
PATIENCE = 60
# nothing of the checkout is found but what pip has installed
CLEAN = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory):
    """The programs of a new environment that has the bridge and what it asks for, and no Odoo."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    _do(sys.executable, "-m", "venv", folder)
    cache = PLACE.cache / "pip"
    options = ("--quiet", "--disable-pip-version-check", "--cache-dir", cache)
    _do(folder / "bin/pip", "install", *options, PLACE.root / "iot_bridge")
    return folder / "bin"


def test_A_L1a_it_is_installed_by_itself_and_answers(bin_folder, tmp_path):
    command = bin_folder / "iot-bridge"
    _do(command, "init", cwd=tmp_path)
    file, port = tmp_path / "iot-bridge.yaml", free_port()
    file.write_text(f"listen: {{port: {port}}}\ndata: data\n")
    assert len(_do(command, "token", "add", "till-1", cwd=tmp_path).strip()) >= 15
    with subprocess.Popen([command, "run"], cwd=tmp_path, env=CLEAN) as bridge:
        try:
            assert _health(port, bridge).status_code == 200
        finally:
            bridge.terminate()


def test_it_brings_no_odoo(bin_folder):
    words = (bin_folder / "python", "-c", "import importlib.util as u; print(u.find_spec('odoo'))")
    assert _do(*words).strip() == "None"


def _health(port, bridge):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and bridge.poll() is None:
        try:
            return requests.get(f"http://127.0.0.1:{port}/v1/health", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the bridge does not answer")


def _do(*words, cwd=None):
    argv = [*map(os.fspath, words)]
    done = subprocess.run(argv, cwd=cwd, env=CLEAN, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
