"""P5.1.1.3, M-F1b: displays, label printers, serial printers and keyboard scanners, each on a port."""

import fcntl
import io
import os
import re
import socket
import struct
import termios
import threading
import time

import pytest
import zxingcpp
from PIL import Image

from bridge_process import network
from emulator import Emulator
from foreign import run_node
from iot_bridge.devices import label
from iot_bridge.spooler import WATCH
from manage.place import Place
from ports import PATIENCE, Port
from print_server import PrintServer

SHIRT = {"name": "纯棉短袖衬衫 白色 L", "price": "¥299.00", "barcode": "2600001234565", "copies": 2}
HOSTILE = {"name": 'A"B^XZ~JR\\', "price": '1"\r\nCLS', "barcode": "A^FS~JR", "copies": 1}
# linux/input-event-codes.h: the keys of a scanner that types 2600-Ab and enter
TYPED = (3, 7, 11, 11, 12, (42, 30), 48, 28)


@pytest.fixture
def port():
    port = Port()
    yield port
    port.close()


@pytest.fixture
def cups(monkeypatch):
    with PrintServer() as server:
        for name, value in server.client.items():
            monkeypatch.setenv(name, value)
        yield server


class Wall:
    """What Epson's reference of the DM-D displays says that two lines of twenty columns show."""

    def __init__(self, data):
        self.cells = bytearray(b" " * 40)
        self.at = 0
        for command in re.findall(rb"\x1b@|\x0c|[^\x00-\x1f]|.", data, re.DOTALL):
            if command in (b"\x1b@", b"\x0c"):
                self.cells, self.at = bytearray(b" " * 40), 0
            else:
                assert command[0] >= 0x20, command
                self.cells[self.at] = command[0]
                self.at = (self.at + 1) % 40

    @property
    def lines(self):
        return [self.cells[start : start + 20].decode("gb18030") for start in (0, 20)]


def test_the_pole_display_shows_two_lines(make_bridge, port):
    bridge = make_bridge({}, devices={"pole": {"kind": "display", "path": port.path}})
    shown = {"lines": ["纯棉短袖衬衫 白色 L 加长款", "Total\x1b@ 299.00"]}
    assert bridge.call("POST", "/v1/display", json=shown).json() == {"shown": True}
    wall = Wall(port.read(lambda data: len(data) >= 43))
    assert wall.lines == ["纯棉短袖衬衫 白色 L ", "Total@ 299.00       "]


def test_the_native_till_shows_its_last_line_and_the_total(make_bridge, port):
    bridge = make_bridge({}, devices={"pole": {"kind": "display", "path": port.path}})
    order = {
        "orderlines": [{"productName": "Trousers"}, {"productName": "衬衫"}],
        "amount": "299.00",
    }
    assert bridge.native("customer_facing_display", order=order).json()["result"] is True
    wall = Wall(port.read(lambda data: len(data) >= 43))
    assert wall.lines == ["衬衫                ", "              299.00"]


def test_a_display_that_is_gone_is_told_as_such(make_bridge, tmp_path):
    path = str(tmp_path / "ttyUSB9")
    bridge = make_bridge({}, devices={"pole": {"kind": "display", "path": path}})
    answer = bridge.call("POST", "/v1/display", json={"lines": ["a", "b"]})
    assert answer.json() == {"shown": False}


@pytest.mark.parametrize("fault", [None, "paper_out"])
def test_a_serial_printer_prints_and_tells_how_it_is(make_bridge, port, fault):
    """At 115,200 baud and the status that it is asked for on the same cable."""
    emulator = Emulator()
    emulator.fault = fault
    talking = emulator.start_on(port)
    printers = {
        "old": {"kind": "serial", "path": port.path, "baudrate": 115200, "profile": "epson-80"}
    }
    bridge = make_bridge(printers)
    job = bridge.print({"blocks": [{"type": "text", "text": "第一门店 Shirt"}]}, wait=5)
    [state] = bridge.call("GET", "/v1/printers").json()["printers"]
    bridge.stop()
    emulator.stop()
    talking.join(PATIENCE)
    if fault:
        assert (job["state"], state["state"]) == ("queued", "paper_out")
        assert "new roll" in state["advice"]
        assert emulator.paper.pieces == []
    else:
        assert (job["state"], state["state"]) == ("printed", "ready")
        assert [piece.text.strip() for piece in emulator.paper.pieces] == ["第一门店 Shirt"]


def test_a_queue_of_cups_prints_what_the_bridge_sends(make_bridge, printer, cups):
    """Debian's CUPS with a raw queue, whose device is the printer on TCP."""
    cups.add_queue("receipts", f"socket://127.0.0.1:{printer.port}")
    bridge = make_bridge({"old": {"kind": "cups", "queue": "receipts", "profile": "generic-80"}})
    job = bridge.print({"blocks": [{"type": "text", "text": "第一门店 Shirt"}]}, wait=10)
    [state] = bridge.call("GET", "/v1/printers").json()["printers"]
    assert (job["state"], state["state"]) == ("sent", "unknown")  # CUPS tells nothing of the paper
    _until(lambda: printer.paper.pieces)
    assert [piece.text.strip() for piece in printer.paper.pieces] == ["第一门店 Shirt"]


def test_what_cups_does_not_take_waits_unmarked_until_it_does(make_bridge, printer, cups):
    bridge = make_bridge({"old": {"kind": "cups", "queue": "receipts", "profile": "generic-80"}})
    job = bridge.print({"blocks": [{"type": "text", "text": "Shirt"}]}, wait=1)
    [state] = bridge.call("GET", "/v1/printers").json()["printers"]
    assert (job["state"], state["state"]) == ("queued", "unreachable")
    cups.add_queue("receipts", f"socket://127.0.0.1:{printer.port}")
    job = bridge.job(job["id"], wait=20)
    assert (job["state"], job["possible_copy"]) == ("sent", False)
    _until(lambda: printer.paper.pieces)
    assert [piece.text.strip() for piece in printer.paper.pieces] == ["Shirt"]


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "file", "path": "/dev/usb/lp9"},
        {"kind": "serial", "path": "/dev/ttyUSB9"},
        {"kind": "usb", "vendor": 0x1D6B, "product": 0xFFFF},
        {"kind": "cups", "queue": "receipts"},
    ],
    ids=lambda entry: entry["kind"],
)
def test_a_printer_that_is_not_there_is_told_with_advice_before_anybody_prints(make_bridge, entry):
    bridge = make_bridge({"receipts": entry})
    _until(lambda: _state(bridge)["state"] == "unreachable")
    assert "switched on" in _state(bridge)["advice"]
    assert _state(bridge)["detail"]
    assert "Traceback" not in bridge.log.read_text()


def test_a_printer_without_answers_is_told_when_it_is_unplugged(make_bridge, tmp_path):
    device = tmp_path / "lp0"
    device.touch()
    bridge = make_bridge({"receipts": {"kind": "file", "path": str(device)}})
    assert _state(bridge)["state"] == "unknown"
    assert device.read_bytes() == b""
    device.unlink()
    _until(lambda: _state(bridge)["state"] == "unreachable", WATCH + PATIENCE)


def _state(bridge):
    [printer] = bridge.call("GET", "/v1/printers").json()["printers"]
    return printer


class Listener:
    """A network printer that says nothing: `data` is what came."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.data, self.done = b"", threading.Event()
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        connection, _ = self.socket.accept()
        with connection:
            while part := connection.recv(4096):
                self.data += part
        self.done.set()


def print_labels(make_bridge, language, *labels):
    """What arrives at a label printer's TCP port."""
    printer = Listener()
    link = {"kind": "network", "host": "127.0.0.1", "port": printer.port}
    bridge = make_bridge(
        {}, devices={"tags": {"kind": "label", "language": language, "link": link}}
    )
    answer = bridge.call("POST", "/v1/labels", json={"labels": list(labels)})
    assert answer.json() == {"printed": sum(each["copies"] for each in labels)}, answer.text
    assert printer.done.wait(PATIENCE)
    return printer.data


def test_a_zpl_label_is_what_a_foreign_printer_of_zpl_makes_of_it(make_bridge):
    data = print_labels(make_bridge, "zpl", SHIRT)
    picture = Image.open(io.BytesIO(run_node("foreign_label.mjs", data)))
    folder = Place.here().screenshots
    folder.mkdir(parents=True, exist_ok=True)
    picture.save(folder / "label-zpl.png")
    [code] = zxingcpp.read_barcodes(picture.convert("L"))
    assert (code.format, code.text) == (zxingcpp.BarcodeFormat.Code128, SHIRT["barcode"])
    right = max(code.position.top_right.x, code.position.bottom_right.x)
    assert right <= picture.width - label.MARGIN
    # nine characters and four blanks, each of the half of an ideograph's width, in the first line
    name = picture.convert("L").crop((0, label.MARGIN, picture.width, label.MARGIN + 28))
    left, _top, right, _bottom = Image.eval(name, lambda dot: 255 - dot).getbbox()
    assert left < 24
    assert 190 < right < 290
    assert data.endswith(b"^PQ2^XZ\n")


def test_nothing_in_a_zpl_labels_texts_is_a_command(make_bridge):
    """^ and ~ begin all commands of ZPL: those that are there are the layout's."""
    data = print_labels(make_bridge, "zpl", HOSTILE)
    names = re.findall(rb"[\^~]([A-Z][A-Z0-9@])", data)
    assert b"JR" not in names
    assert data.count(b"~") == 0
    assert (names.count(b"XA"), names.count(b"XZ")) == (1, 1)
    fields = re.findall(rb"\^FH\^FD(.*?)\^FS", data, re.DOTALL)
    unescaped = [
        re.sub(rb"_([0-9A-F]{2})", lambda found: bytes.fromhex(found[1].decode()), field).decode()
        for field in fields
    ]
    assert unescaped == ['A"B^XZ~JR\\', '1" CLS', "A^FS~JR"]


def read_tspl(data):
    """[(command, arguments)] as TSC's manual has them: a line each, texts in quotation marks."""
    commands = []
    for line in data.decode("gb18030").split("\r\n"):
        name, _, rest = line.partition(" ")
        if name:
            commands.append((name, re.findall(r'"[^"]*"|[^,]+', rest)))
    return commands


def test_a_tspl_label_says_size_texts_bar_code_and_copies(make_bridge):
    commands = read_tspl(print_labels(make_bridge, "tspl", SHIRT))
    assert commands[0] == ("SIZE", ["40 mm", "30 mm"])
    texts = [arguments[-1].strip('"') for name, arguments in commands if name == "TEXT"]
    assert texts == ["纯棉短袖衬衫 白色 L", "￥299.00"]
    [bars] = [arguments for name, arguments in commands if name == "BARCODE"]
    assert (bars[2], bars[-1]) == ('"128"', '"2600001234565"')
    assert commands[-1] == ("PRINT", ["1", "2"])


def test_nothing_in_a_tspl_labels_texts_is_a_command(make_bridge):
    commands = read_tspl(print_labels(make_bridge, "tspl", HOSTILE))
    names = [name for name, _arguments in commands]
    assert names == ["SIZE", "GAP", "CLS", "CODEPAGE", "TEXT", "TEXT", "BARCODE", "PRINT"]
    texts = [arguments[-1] for name, arguments in commands if name in ("TEXT", "BARCODE")]
    assert texts == ['"A\'B^XZ~JR/"', '"1\' CLS"', '"A^FS~JR"']


@pytest.mark.parametrize("language", label.LANGUAGES)
def test_a_long_name_stays_on_its_label(make_bridge, language):
    name = "Linen trousers, navy, with a name that is far too long for two lines " + "衬衫" * 20
    data = print_labels(make_bridge, language, {**SHIRT, "name": name[:100]})
    if language == "tspl":
        texts = [arguments[-1] for kind, arguments in read_tspl(data) if kind == "TEXT"]
        assert len(texts) == 3
        assert all(len(text.encode("gb18030")) - 2 <= 24 for text in texts)
    else:
        assert data.count(b"^GFA") == 2


def test_a_label_printer_that_is_off_is_told_in_a_sentence(make_bridge):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    link = {"kind": "network", "host": "127.0.0.1", "port": free}
    bridge = make_bridge({}, devices={"tags": {"kind": "label", "link": link}})
    answer = bridge.call("POST", "/v1/labels", json={"labels": [SHIRT]})
    assert answer.status_code == 503
    assert "refused" in answer.json()["error"]


def press(*keys):
    """The bytes that Linux gives of these keys, struct input_event by struct input_event."""
    events = []
    for key in keys:
        shift, key = key if isinstance(key, tuple) else (None, key)
        events += [(shift, 1)] if shift else []
        events += [(key, 1), (key, 0)]
        events += [(shift, 0)] if shift else []
    # each press is followed by a report (type 0)
    return b"".join(
        struct.pack("llHHi", 1, 2, 1, code, value) + struct.pack("llHHi", 1, 2, 0, 0, 0)
        for code, value in events
    )


def test_a_scanner_that_linux_takes_for_a_keyboard_is_read(make_bridge, printer, tmp_path):
    """The events are the kernel's own struct, through a pipe: there is no uinput where tests run."""
    path = tmp_path / "event7"
    os.mkfifo(path)
    device = {"kind": "scanner-keyboard", "path": str(path), "till": "till-1"}
    bridge = make_bridge({"receipts": network(printer)}, devices={"hand": device})
    with path.open("wb", buffering=0) as hand:
        events = press(*TYPED)
        hand.write(events[:100])  # in the middle of an event
        _until(lambda: not _unread(hand))
        hand.write(events[100:])
        assert bridge.native("scanner").json()["result"] == "2600-Ab"
        hand.write(press(*TYPED))
        assert bridge.call("GET", "/v1/scanner").json() == {"code": "2600-Ab"}
    _until(
        lambda: _scanner_status(bridge) == "disconnected"
    )  # the pipe has ended: it was unplugged


def _unread(pipe):
    """How many bytes of a PIPE nobody has taken."""
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]


def _scanner_status(bridge):
    return bridge.native("status_json").json()["result"]["scanner"]["status"]


def _until(condition, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
