"""D6.7c, M-S: what nobody should send, and what a bridge does with it."""

import base64
import gzip
import io
import socket
import stat
import uuid
from pathlib import Path

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from bridge_process import network
from emulator import Emulator
from iot_bridge import config, paper, profiles, receipt
from iot_bridge.errors import BadRequest, ConfigError

NAMES = [
    "Shirt\x1bp\x00\x19\xfa",  # a drawer's pulse
    "Shirt\x1d\x56\x00",  # a cut
    "Shirt\x10\x14\x01\x00\x01",  # a pulse in real time
    "Shirt\x1c.\x1b@\x1d(k\x03\x001A",
    "\x9bShirt\u202e\u0085\x7f",
]


def one_line(text):
    return {"blocks": [{"type": "text", "text": text}, {"type": "row", "cells": [{"text": text}]}]}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("profile", ["generic-80", "western-58"])
def test_a_products_name_commands_nothing(name, profile):
    found = _commands(receipt.render(one_line(name), profiles.find(profile)).data)
    harmless = _commands(receipt.render(one_line("Shirt"), profiles.find(profile)).data)
    assert [command for command in found if command[0] != "text"] == [
        command for command in harmless if command[0] != "text"
    ]


@given(st.text(max_size=60), st.sampled_from(sorted(profiles.PROFILES)))
def test_no_text_at_all_commands_anything(text, name):
    """Only what the layout itself writes: no other name of a command, whatever the text."""
    if name.startswith("picture"):
        return
    rendered = receipt.render(one_line(text), profiles.find(name))
    known = {"ESC @", "ESC a", "ESC E", "ESC t", "GS !", "FS &", "FS .", "GS V", "LF", "text"}
    assert {command for command, _ in _commands(rendered.data)} <= known
    assert rendered.data.count(b"\x1dV") == 1


def test_codes_hold_data_alone():
    blocks = [{"type": "qr", "data": "a\x1dV\x00b"}, {"type": "barcode", "data": "AB\x1b@"}]
    rendered = receipt.render({"blocks": blocks}, profiles.find("generic-80"))
    page = paper.Paper()
    assert page.feed(rendered.data) == b""
    assert page.pieces[0].codes == [("qr", "aVb"), ("barcode", "AB@")]


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {},
        {"blocks": "x"},
        {"blocks": [1]},
        {"blocks": [{"type": "raw", "data": "1b70"}]},
        {"blocks": [{"type": "text", "text": 1}]},
        {"blocks": [{"type": "text", "text": "x", "size": 99}]},
        {"blocks": [{"type": "text", "text": "x", "size": True}]},
        {"blocks": [{"type": "text", "text": "x", "align": "up"}]},
        {"blocks": [{"type": "text", "text": "x" * 5000}]},
        {
            "blocks": [
                {"type": "row", "cells": [{"text": "x", "width": 40}, {"text": "y", "width": 40}]}
            ]
        },
        {"blocks": [{"type": "barcode", "data": "12", "code": "EAN13"}]},
        {"blocks": [{"type": "barcode", "data": "4006381333930", "code": "EAN13"}]},
        {"blocks": [{"type": "qr", "data": "x" * 2000}]},
        {"blocks": [{"type": "picture", "data": "no base64"}]},
        {"blocks": [{"type": "picture", "data": base64.b64encode(b"<svg/>").decode()}]},
        {"blocks": [{"type": "rule"}] * 2001},
        {"blocks": [], "command": "reboot"},
    ],
)
def test_what_is_no_receipt_is_refused_in_a_sentence(content):
    with pytest.raises(BadRequest, match=r"\w"):
        receipt.render(content, profiles.find("generic-80"))


@pytest.mark.parametrize("command", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x01\x00\x01"])
def test_the_dots_of_a_picture_command_nothing(command):
    """A printer that finds a real-time command in a picture's data does it: opens the drawer, clears."""
    line = command.ljust(72, b"\0") * 8
    dots = ImageOps.invert(Image.frombytes("1", (576, 8), line).convert("L"))
    file = io.BytesIO()
    dots.save(file, "PNG")
    data = receipt.render_picture(file.getvalue(), profiles.find("generic-80")).data
    assert command[1:] in data
    assert command not in data


def test_a_small_file_with_a_huge_picture_is_refused():
    file = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(file, "PNG")
    assert len(file.getvalue()) < 200_000
    with pytest.raises(BadRequest):
        receipt.render_picture(file.getvalue(), profiles.find("generic-80"))


def test_a_receipt_of_ten_megabytes_is_refused(bridge, printer):
    body = {"id": str(uuid.uuid4()), "receipt": one_line("x" * 10_000_000)}
    assert bridge.call("POST", "/v1/print", json=body).status_code == 413
    assert (
        bridge.native("default_printer_action", data={"receipt": "x" * 10_000_000}).status_code
        == 413
    )
    assert bridge.print(one_line("after"))["state"] == "printed"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (b"[" * 100_000 + b"]" * 100_000, {}),
        (b'{"receipt": ' + b'{"blocks": ' * 5000 + b"[]" + b"}" * 5001, {}),
        (b"\x1f\x8b\x08" + b"0" * 100, {"Content-Encoding": "gzip"}),
        (b'{"id": "\xff', {}),
    ],
    ids=["nested-list", "nested-receipt", "no-gzip", "no-utf8"],
)
def test_a_body_that_cannot_be_read_is_refused_in_a_sentence(bridge, body, head):
    for path in ("/v1/print", f"/{bridge.token}/hw_proxy/default_printer_action"):
        headers = {"Content-Type": "application/json", **head}
        answer = bridge.call("POST", path, data=body, headers=headers)
        assert answer.status_code == 400, answer.text
    assert "iot_bridge.application" not in bridge.log.read_text()


def test_a_small_file_that_unpacks_to_a_huge_body_is_refused(bridge):
    body = gzip.compress(b" " * 100_000_000)
    head = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    assert bridge.call("POST", "/v1/print", data=body, headers=head).status_code == 413


@pytest.mark.parametrize("printer_name", ["../../etc/passwd", "/dev/null", "", "receipts\x00", 1])
def test_a_printer_is_one_of_the_configuration(bridge, printer_name):
    body = {"id": str(uuid.uuid4()), "printer": printer_name, "receipt": one_line("x")}
    answer = bridge.call("POST", "/v1/print", json=body)
    assert answer.status_code in (400, 404) or not printer_name
    assert "passwd" not in answer.text


@pytest.mark.parametrize("id", ["../../x", "1", None, 7, "x" * 1000, "' OR 1=1 --"])
def test_an_id_is_a_uuid(bridge, id):
    body = {"id": id, "receipt": one_line("x")}
    assert bridge.call("POST", "/v1/print", json=body).status_code == 400
    assert (
        bridge.call("GET", f"/v1/jobs/{requests.utils.quote(str(id), safe='')}").status_code == 404
    )


def test_a_folder_printer_writes_in_its_folder_alone(make_bridge, tmp_path):
    folder = tmp_path / "paper"
    bridge = make_bridge({"receipts": {"kind": "folder", "folder": str(folder)}})
    before = set(tmp_path.iterdir()) | {folder}
    bridge.print(one_line("../../escaped"))
    assert set(tmp_path.iterdir()) == before
    assert len(list(folder.iterdir())) == 1


def test_wrong_tokens_are_refused_and_soon_not_even_looked_at(bridge):
    calls = [bridge.call("GET", "/v1/printers", "x" * 15).status_code for _ in range(22)]
    assert calls[:20] == [401] * 20
    assert calls[20:] == [429] * 2
    assert bridge.call("GET", "/v1/printers").status_code == 429


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/log", "/v1/scan"])
def test_a_till_does_not_read_what_is_the_managers(bridge, path):
    assert bridge.call("GET", path).status_code == 403


def test_a_till_does_not_read_the_jobs_of_another(bridge):
    job = bridge.print(one_line("mine"))
    other = bridge.add_token("till-2")
    assert bridge.call("GET", f"/v1/jobs/{job['id']}", other).status_code == 404
    assert bridge.call("DELETE", f"/v1/jobs/{job['id']}", other).status_code == 404
    body = {"id": job["id"], "receipt": one_line("mine")}
    assert bridge.call("POST", "/v1/print", other, json=body).status_code == 409


def test_a_token_for_a_printer_reaches_that_and_its_drawer_alone(make_bridge, printer):
    back = Emulator().start()
    bridge = make_bridge({"front": network(printer), "back": network(back)})
    token = bridge.command("token", "add", "till-2", "--printer", "back").strip()
    body = {"id": str(uuid.uuid4()), "receipt": one_line("not theirs"), "printer": "front"}
    assert bridge.call("POST", "/v1/print", token, json=body).status_code == 404
    drawer = {"printer": "front", "wait": 5}
    assert bridge.call("POST", "/v1/drawer", token, json=drawer).status_code == 404
    [seen] = bridge.call("GET", "/v1/printers", token).json()["printers"]
    assert seen["name"] == "back"
    assert bridge.native("default_printer_action", token, data={"action": "cashbox"}).json()[
        "result"
    ]
    assert bridge.call("POST", "/v1/drawer", token, json={"wait": 5}).json()["state"] == "printed"
    assert len(bridge.call("GET", "/v1/printers", bridge.manager).json()["printers"]) == 2
    assert (printer.paper.pulses, printer.paper.pieces, back.paper.pulses) == (0, [], 2)
    back.stop()


def test_scale_and_display_of_another_till_do_not_answer(make_bridge, printer):
    devices = {
        "pole": {"kind": "display", "path": "/dev/null", "till": "till-1"},
        "tags": {
            "kind": "label",
            "language": "zpl",
            "till": "till-1",
            "link": {"kind": "file", "path": "/dev/null"},
        },
    }
    bridge = make_bridge({"receipts": network(printer)}, devices=devices)
    other = bridge.add_token("till-2")
    shown = bridge.call("POST", "/v1/display", other, json={"lines": ["a", "b"]})
    assert shown.json() == {"shown": False}
    tag = {"name": "a", "price": "1", "barcode": "2600001234565", "copies": 1}
    for token, status in ((other, 400), (bridge.token, 200)):
        assert (
            bridge.call("POST", "/v1/labels", token, json={"labels": [tag]}).status_code == status
        )


def test_a_removed_token_is_worth_nothing_at_once(bridge):
    token = bridge.command("token", "add", "gone").strip()
    assert bridge.call("GET", "/v1/printers", token).status_code == 200
    bridge.command("token", "remove", "gone")
    assert bridge.call("GET", "/v1/printers", token).status_code == 401


def test_neither_tokens_nor_receipts_can_be_read_by_others_on_the_machine(bridge):
    data = bridge.file.parent / "data"
    for file in data.iterdir():
        assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file
        assert bridge.token.encode() not in file.read_bytes()
    assert bridge.token not in bridge.log.read_text()


def test_it_listens_on_this_machine_alone_unless_told(bridge):
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", bridge.port)) == 0
    assert config.read({}).address == "127.0.0.1"
    with pytest.raises(ConfigError, match="in the clear"):
        config.read({"listen": {"address": "0.0.0.0"}})
    assert config.read({"listen": {"address": "0.0.0.0", "certificate": "local"}}).secure


def test_https_with_a_certificate_of_its_own(make_bridge, printer):
    bridge = make_bridge({"receipts": network(printer)}, listen={"certificate": "local"})
    assert bridge.print(one_line("by TLS"))["state"] == "printed"
    assert not stat.S_IMODE((bridge.file.parent / "data/key.pem").stat().st_mode) & 0o077
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{bridge.url}/v1/health", timeout=5)


@pytest.mark.parametrize(
    "document",
    [
        {"printer": {}},
        {"printers": {"../x": {"kind": "file", "path": "/dev/null"}}},
        {"printers": {"x": {"kind": "laser"}}},
        {"printers": {"x": {"kind": "network"}}},
        {"printers": {"x": {"kind": "network", "host": "h", "colour": "red"}}},
        {"printers": {"x": {"kind": "file", "path": "/dev/null", "profile": "none"}}},
        {"printers": {"x": {"kind": "file", "path": "/dev/null", "charset": "morse"}}},
        {"devices": {"x": {"kind": "scale"}}},
        {"listen": {"port": 0}},
    ],
)
def test_a_wrong_configuration_is_told_in_a_sentence(document):
    with pytest.raises(ConfigError, match=r"\w"):
        config.read(document)


def test_the_example_is_right():
    path = Path(config.__file__).with_name("example.yaml")
    assert config.load(path).printers


def _commands(data):
    found = []
    while data:
        name, arguments, length = paper.next_command(data)
        assert length, data
        found.append((name, arguments))
        data = data[length:]
    return found
