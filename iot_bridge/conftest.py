"""Fixtures: a printer on a TCP port, and a bridge that runs in a process of its own."""

import pytest

from bridge_process import BridgeProcess, network
from emulator import Emulator


@pytest.fixture(scope="session")
def load_registry():
    """No Odoo here: keep pytest-odoo from loading a database."""


@pytest.fixture(scope="session")
def load_http():
    """No Odoo inside, hence no server inside."""


@pytest.fixture
def printer():
    """A printer that can tell all there is to tell."""
    emulator = Emulator().start()
    yield emulator
    emulator.stop()


@pytest.fixture
def make_bridge(tmp_path):
    """`make_bridge(printers, **rest)`: a bridge with that configuration, running."""
    running = []

    def make(printers, **rest):
        bridge = BridgeProcess(tmp_path / f"bridge{len(running)}", printers, **rest)
        running.append(bridge)
        bridge.start()
        return bridge

    yield make
    for bridge in running:
        bridge.stop()


@pytest.fixture
def bridge(make_bridge, printer):
    """A bridge with one network printer, called `receipts`."""
    return make_bridge({"receipts": network(printer)})
