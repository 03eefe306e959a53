"""D6.7c: a receipt as text reaches the printer once; what the printer says is passed on."""

import time
import uuid

import pytest

from bridge_process import network
from emulator import Emulator

SHIRT = {
    "blocks": [
        {"type": "text", "text": "第一门店", "align": "center", "size": 2, "bold": True},
        {"type": "rule"},
        {
            "type": "row",
            "cells": [{"text": "纯棉衬衫"}, {"text": "¥299.00", "align": "right", "width": 10}],
        },
        {"type": "barcode", "data": "2600001234565", "code": "EAN13"},
        {"type": "qr", "data": "https://shop.example/receipt/abc"},
    ],
    "drawer": True,
}
PATIENCE = 20


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_D6_7c_a_receipt_is_printed_and_the_printer_says_so(bridge, printer):
    job = bridge.print(SHIRT)
    assert (job["state"], job["possible_copy"]) == ("printed", False)
    (piece,) = printer.paper.pieces
    title, rule, row, *_ = piece.text.split("\n")
    assert (title, rule) == ("第一门店", "-" * 48)
    assert row.startswith("纯棉衬衫")
    assert row.endswith("￥299.00")
    assert piece.codes == [("barcode", "2600001234565"), ("qr", "https://shop.example/receipt/abc")]
    assert printer.paper.pulses == 1


def test_the_same_id_prints_once_and_another_receipt_under_it_is_refused(bridge, printer):
    id = str(uuid.uuid4())
    first = bridge.print(SHIRT, id)
    assert bridge.print(SHIRT, id) == first
    body = {"id": id, "receipt": {"blocks": [{"type": "rule"}]}}
    assert bridge.call("POST", "/v1/print", json=body).status_code == 409
    assert len(printer.paper.pieces) == 1


def test_an_id_stays_known_after_a_restart(bridge, printer):
    id = str(uuid.uuid4())
    bridge.print(SHIRT, id)
    bridge.kill()
    bridge.start()
    assert bridge.print(SHIRT, id)["state"] == "printed"
    assert len(printer.paper.pieces) == 1


@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "cutter"])
def test_a_printer_that_cannot_print_keeps_its_jobs_and_says_what_to_do(bridge, printer, fault):
    printer.fault = fault
    job = bridge.print(SHIRT, wait=1)
    assert job["state"] == "queued"
    (state,) = bridge.call("GET", "/v1/printers").json()["printers"]
    assert (state["state"], state["waiting"]) == (fault, 1)
    assert state["advice"]
    printer.fault = None
    assert bridge.job(job["id"], wait=20)["state"] == "printed"
    assert len(printer.paper.pieces) == 1


def test_paper_that_ends_in_the_middle_is_waited_for(bridge, printer):
    """The printer keeps what it was sent: nothing is sent twice."""
    printer.slowness = 0.05
    long = {"blocks": [{"type": "text", "text": f"line {n}"} for n in range(40)]}
    job = bridge.print(long, wait=0)
    until(lambda: printer.paper.piece.parts)
    printer.fault = "paper_out"
    until(lambda: bridge.call("GET", "/v1/printers").json()["printers"][0]["state"] == "paper_out")
    assert bridge.job(job["id"])["state"] == "sending"
    printer.fault = None
    assert bridge.job(job["id"], wait=20)["state"] == "printed"
    (piece,) = printer.paper.pieces
    assert piece.text.count("line ") == 40


def test_a_printer_that_is_away_gets_its_jobs_in_order_when_it_is_back(make_bridge):
    gone = Emulator()
    gone.socket.close()
    bridge = make_bridge({"receipts": network(gone)})
    jobs = [bridge.print({"blocks": [{"type": "text", "text": str(n)}]}, wait=0) for n in range(3)]
    until(lambda: bridge.call("GET", "/v1/printers").json()["printers"][0]["state"] == "busy")
    printer = Emulator(gone.port).start()
    assert bridge.job(jobs[-1]["id"], wait=20)["state"] == "printed"
    assert [piece.text for piece in printer.paper.pieces] == ["0", "1", "2"]
    printer.stop()


def test_a_job_whose_time_is_over_is_not_printed(make_bridge, printer):
    """A drawer that opens a minute later opens before somebody else."""
    bridge = make_bridge({"receipts": network(printer)})
    printer.fault = "cover_open"
    drawer = bridge.call("POST", "/v1/drawer", json={}).json()
    time.sleep(10.5)
    printer.fault = None
    until(lambda: bridge.job(drawer["id"])["state"] == "failed")
    assert bridge.job(drawer["id"])["note"] == "expired"
    assert printer.paper.pulses == 0


def test_a_printer_that_cannot_tell_is_not_said_to_have_printed(make_bridge):
    printer = Emulator(dumb=True).start()
    bridge = make_bridge({"receipts": network(printer, profile="generic-80")})
    assert bridge.print(SHIRT)["state"] == "sent"
    until(lambda: printer.paper.pieces)
    printer.stop()


def test_a_job_that_waits_can_be_cancelled(bridge, printer):
    printer.fault = "paper_out"
    job = bridge.print(SHIRT, wait=0)
    until(lambda: bridge.call("GET", "/v1/printers").json()["printers"][0]["state"] == "paper_out")
    assert bridge.call("DELETE", f"/v1/jobs/{job['id']}").json()["cancelled"]
    printer.fault = None
    after = bridge.print({"blocks": [{"type": "text", "text": "next"}]})
    assert after["state"] == "printed"
    assert [piece.text for piece in printer.paper.pieces] == ["next"]


def test_a_pulse_that_the_server_asks_for_is_none_of_a_receipt_and_not_repeated(
    make_bridge, printer
):
    bridge = make_bridge({"receipts": network(printer)})
    pulse = {"blocks": [], "cut": False, "drawer": True}
    assert bridge.print(pulse)["state"] == "printed"
    assert (printer.paper.pulses, printer.paper.pieces) == (1, [])
    printer.fault = "cover_open"
    late = bridge.print(pulse, wait=0)
    time.sleep(10.5)
    printer.fault = None
    until(lambda: bridge.job(late["id"])["state"] == "failed")
    assert printer.paper.pulses == 1
