"""config/nginx.conf in front of a real Odoo with workers: pages, the websocket, the headers."""

import json
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
import websocket

from bridge_process import BridgeProcess
from manage import environment, process, server
from manage.place import Place
from manage.welcome import ADMINISTRATOR
from support.demo_server import DemoServer

PLACE = Place.here()
SLOWEST_START = 20


@pytest.fixture(scope="module")
def odoo():
    """As docker-compose.yml starts it: workers, a gevent port, behind a proxy."""
    websocket_port = server.free_port()
    options = ("--workers=2", f"--gevent-port={websocket_port}", "--proxy-mode")
    with DemoServer(*options) as odoo:
        odoo.websocket_port = websocket_port
        _wait_for(websocket_port)
        yield odoo


@pytest.fixture(scope="module")
def bridge(tmp_path_factory):
    """As docker-compose.yml starts it, but for the folder of its data."""
    folder = tmp_path_factory.mktemp("iot") / "bridge"
    printers = {"receipts": {"kind": "folder", "folder": str(folder / "paper")}}
    bridge = BridgeProcess(folder, printers, listen={"behind_proxy": True})
    bridge.start()
    yield bridge
    bridge.stop()


@pytest.fixture(scope="module")
def front(odoo, bridge, tmp_path_factory):
    """The address of nginx with our configuration, its names and ports put in place."""
    folder = tmp_path_factory.mktemp("nginx")
    port = server.free_port()
    conf = _configuration(folder, odoo.port, odoo.websocket_port, port, bridge.port)
    with _nginx(folder, conf, port):
        yield f"127.0.0.1:{port}"


def test_nginx_accepts_the_configuration(tmp_path):
    """`nginx -t` resolves names and binds ports, so free ones are put in place."""
    http, websockets, port, bridge_port = (server.free_port() for _ in range(4))
    conf = _configuration(tmp_path, http, websockets, port, bridge_port)
    process.capture([*_command(tmp_path, conf), "-t"], failure="nginx refuses it")


def test_pages_come_through(front):
    answer = requests.get(f"http://{front}/web/health", timeout=30)
    assert (answer.status_code, answer.json()) == (200, {"status": "pass"})
    page = requests.get(f"http://{front}/web/login", timeout=60)
    assert page.status_code == 200
    assert page.headers["Content-Encoding"] == "gzip"


def test_the_websocket_comes_through(front, odoo):
    """The worker that serves pages refuses a websocket, so an answer proves the other route."""
    session = odoo.rpc("guide").session.cookies["session_id"]
    connection = websocket.create_connection(
        f"ws://{front}/websocket?version=19.0-0",
        cookie=f"session_id={session}",
        origin=f"http://{front}",
        timeout=30,
    )
    assert connection.status == 101
    subscribe = {"event_name": "subscribe", "data": {"channels": [], "last": 0}}
    connection.send(json.dumps(subscribe))
    connection.ping("still there?")
    assert connection.recv_data(control_frame=True)[0] == websocket.ABNF.OPCODE_PONG
    connection.close()


def test_odoo_knows_the_address_that_the_browser_used(front, odoo):
    """It keeps the one an administrator signs in at, for links in mails; behind TLS it is https."""
    headers = {"Host": "shop.example", "X-Forwarded-Proto": "https"}
    params = {"db": odoo.database, **{key: ADMINISTRATOR[key] for key in ("login", "password")}}
    body = {"jsonrpc": "2.0", "method": "call", "params": params}
    answer = requests.post(
        f"http://{front}/web/session/authenticate", json=body, headers=headers, timeout=60
    )
    assert answer.json()["result"]["web.base.url"] == "https://shop.example"


def test_the_bridge_is_under_a_folder_of_the_same_origin(front, bridge):
    """The address of a till is then FRONT/bridge/TOKEN."""
    url = f"http://{front}/bridge/{bridge.token}/hw_proxy"
    assert requests.get(f"{url}/hello", timeout=10).text == "ping"
    body = {"jsonrpc": "2.0", "id": 1, "params": {}}
    assert requests.post(f"{url}/handshake", json=body, timeout=10).json()["result"] is True
    assert requests.get(f"http://{front}/bridge/", timeout=10).status_code == 200


@pytest.mark.parametrize(("megabytes", "said"), [(128, b"100"), (256, b"413")])
def test_the_front_lets_the_largest_file_of_odoo_through(front, megabytes, said):
    """Asked beforehand, as clients with much to send do, so that nothing need be sent."""
    host, port = front.split(":")
    request = (
        f"POST /web/login HTTP/1.1\r\nHost: {front}\r\nContent-Length: {megabytes * 1024**2}\r\n"
        "Expect: 100-continue\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request.encode())
        assert connection.recv(100).split()[1] == said


def test_the_manager_of_databases_is_for_nobody_out_here(front):
    for path in "/web/database/manager", "/web/database/list", "/xmlrpc/2/db", "/xmlrpc/db":
        assert requests.post(f"http://{front}{path}", timeout=30).status_code == 404


def test_the_headers_of_security_come_through(front):
    headers = requests.get(f"http://{front}/web/login", timeout=60).headers
    assert "object-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Werkzeug" not in headers["Server"]


def test_a_machine_that_tries_to_log_in_is_slowed_down_and_pages_are_not(front):
    """A store's phones share an address: thirty at once come in, hundreds do not."""
    session = requests.Session()

    def asked(path):
        return session.get(f"http://{front}{path}", timeout=60).status_code

    assert {asked("/web/login") for _try in range(20)} == {200}
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(asked, ["/web/login"] * 150))
    assert 429 in answers
    assert asked("/web/health") == 200


def _configuration(folder, http_port, websocket_port, port, bridge_port):
    """Our file with what differs on this machine put in place."""
    text = (PLACE.config / "nginx.conf").read_text()
    etc = environment.nginx(PLACE).parents[2] / "etc/nginx"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    spool = "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    places = {
        "odoo:8069": f"127.0.0.1:{http_port}",
        "odoo:8072": f"127.0.0.1:{websocket_port}",
        "bridge:8282": f"127.0.0.1:{bridge_port}",
        "listen 80 ": f"listen 127.0.0.1:{port} ",
        "/etc/nginx/": f"{etc}/",
        "/tmp/nginx.pid": f"{folder}/pid",
        "http {\n": f"http {{\n{spool}",
    }
    for old, new in places.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    conf = folder / "nginx.conf"
    conf.write_text(text)
    return conf


def _command(folder, conf):
    return [environment.nginx(PLACE), "-p", folder, "-c", conf, "-e", folder / "error.log"]


@contextmanager
def _nginx(folder, conf, port):
    with (folder / "output.log").open("w") as log:
        running = subprocess.Popen(
            [*_command(folder, conf), "-g", "daemon off;"], stdout=log, stderr=log
        )
    try:
        _wait_for(port)
        yield
    finally:
        running.terminate()
        running.wait()


def _wait_for(port):
    deadline = time.monotonic() + SLOWEST_START
    while server.is_free(port):
        assert time.monotonic() < deadline, f"nobody listens on {port}"
        time.sleep(0.1)
