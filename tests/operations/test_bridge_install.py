"""A-L1a: what docs/bridge.md says to type: a new environment, the bridge alone, its first answer."""

import os
import re
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
    file.write_text(file.read_text().replace("port: 8282", f"port: {port}"))
    assert _do(command, "check", cwd=tmp_path) == "1 printers, 0 devices\n"
    token = _do(command, "token", "add", "boss", "--manager", cwd=tmp_path).strip()
    with subprocess.Popen([command, "run"], cwd=tmp_path, env=CLEAN) as bridge:
        try:
            assert _health(port, bridge).status_code == 200
            _print_test(f"http://127.0.0.1:{port}", token)
            _until(lambda: [*(tmp_path / "iot-bridge-data/paper").glob("*.escpos")])
        finally:
            bridge.terminate()


def test_the_service_writes_in_its_data_alone(bin_folder, tmp_path):
    """As the unit has it: the file in one place, the data in another, begun in neither."""
    command, file = bin_folder / "iot-bridge", tmp_path / "iot-bridge.yaml"
    _do(command, "init", cwd=tmp_path)
    data, elsewhere = tmp_path / "state", tmp_path / "elsewhere"
    elsewhere.mkdir()
    port = free_port()
    text = file.read_text().replace("port: 8282", f"port: {port}")
    file.write_text(re.sub("(?m)^data:.*", f"data: {data}", text))
    token = _do(command, "-c", file, "token", "add", "boss", "--manager").strip()
    with subprocess.Popen([command, "-c", file, "run"], cwd=elsewhere, env=CLEAN) as bridge:
        try:
            assert _health(port, bridge).status_code == 200
            _print_test(f"http://127.0.0.1:{port}", token)
            _until(lambda: [*(data / "paper").glob("*.escpos")])
        finally:
            bridge.terminate()
    assert {path.name for path in tmp_path.iterdir()} == {file.name, data.name, elsewhere.name}
    assert not [*elsewhere.iterdir()]


def test_it_brings_no_odoo(bin_folder):
    words = (bin_folder / "python", "-c", "import importlib.util as u; print(u.find_spec('odoo'))")
    assert _do(*words).strip() == "None"


def _print_test(url, token):
    """What a manager does on the page: sign in, and press the button."""
    with requests.Session() as page:
        assert "Test print" in page.post(f"{url}/page/sign-in", data={"token": token}).text
        assert page.post(f"{url}/page/test", data={"printer": "receipts"}).ok


def _until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


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
