"""Printers on the local network: who listens on port 9100, and answers like a printer."""

import asyncio
import ipaddress
import socket

from .errors import BadRequest

PORT = 9100
LARGEST = 1024  # addresses
AT_ONCE = 128
PATIENCE = 0.7  # seconds
ASK = b"\x10\x04\x01\x1dIC"  # DLE EOT 1, and GS I 67: the name of the model


async def scan(network=None, port=PORT):
    """Address and what is known of each printer in NETWORK, by default this machine's own /24."""
    hosts = _hosts(network)
    limit = asyncio.Semaphore(AT_ONCE)

    async def look(host):
        async with limit:
            return await ask(str(host), port)

    found = await asyncio.gather(*(look(host) for host in hosts))
    return [printer for printer in found if printer]


def _hosts(network):
    try:
        net = ipaddress.ip_network(network or f"{own_address()}/24", strict=False)
    except ValueError as error:
        raise BadRequest("network is written as 192.168.1.0/24") from error
    if net.num_addresses > LARGEST or not net.is_private:
        raise BadRequest(f"only private networks of up to {LARGEST} addresses are looked through")
    return list(net.hosts()) or [net.network_address]


def own_address():
    """The address of this machine on its way out; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


async def ask(host, port):
    """What is known of the printer at HOST, or None where nobody listens; `answers`: like a printer."""
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), PATIENCE)
    except (OSError, asyncio.TimeoutError):
        return None
    answer = b""
    try:
        writer.write(ASK)
        while b"\x00" not in answer:
            more = await asyncio.wait_for(reader.read(64), PATIENCE)
            if not more:
                break
            answer += more
    except (OSError, asyncio.TimeoutError):
        pass
    finally:
        writer.close()
    model = answer.partition(b"_")[2].rstrip(b"\x00").decode("ascii", "replace")
    return {"host": host, "port": port, "answers": bool(answer), "model": model}
