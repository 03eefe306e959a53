"""A network between a phone and the server, that cuts, delays and doubles what it is told to.

It understands just enough HTTP to know where a request begins and ends. Where it cuts:

| moment   | what the server saw            | what the phone sees          |
|----------|--------------------------------|------------------------------|
| before   | nothing                        | the connection broke         |
| middle   | half of the request            | the connection broke         |
| after    | all, and it has answered       | the connection broke         |
| answer   | all, and it has answered       | half of the answer           |
| error    | all, and it has answered       | an error that is no refusal  |
"""

import asyncio
import contextlib
import re
import threading
from dataclasses import dataclass

PASS, BEFORE, MIDDLE, AFTER, ANSWER, ERROR, TWICE, AGAIN = (
    *("pass", "before", "middle", "after", "answer", "error"),
    *("twice", "again"),
)
CUTS = (BEFORE, MIDDLE, AFTER, ANSWER)
LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
KEEP = re.compile(rb"\r\n(proxy-)?connection:[^\r]*", re.IGNORECASE)
LONGEST_HEAD = 2**20
WRITTEN = "/faults/written"  # see phone.js
# As of a worker whose connection broke after the commit, or of the slower of two copies of a request
BROKEN = (
    b'{"jsonrpc": "2.0", "id": 0, "error": {"code": 0, "message": "Odoo Server Error", "data":'
    b' {"name": "psycopg2.OperationalError", "message": "server closed the connection unexpectedly",'
    b' "arguments": [], "context": {}, "debug": ""}}}'
)
# What a phone writes; reads may fail as often as they like
WRITES = re.compile(
    r"/call_kw/(pos\.order/(sync_from_ui|confirm_coupon_programs)"
    r"|retail\.outbox\.entry/deliver|retail\.return/(pay_back|approve_by_pin))$"
)


@dataclass
class Request:
    method: str
    path: str
    head: bytes
    body: bytes

    @property
    def is_write(self):
        return self.method == "POST" and bool(WRITES.search(self.path))

    @property
    def bytes(self):
        """As it goes to the server: each in a connection of its own, as from many phones."""
        head = KEEP.sub(b"", self.head.removesuffix(b"\r\n\r\n"))
        return head + b"\r\nConnection: close\r\n\r\n" + self.body


@dataclass
class Fate:
    """What happens to one request."""

    kind: str = PASS
    wait: float = 0  # seconds before it goes on
    hold: float = 0  # seconds before its answer goes on
    when_sent: object = None  # called when the server has the request, `wait_sent` seconds later
    wait_sent: float = 0
    when_answered: object = None  # called when the answer is there, before the phone gets it


class Network:
    """A port for phones, in a thread of its own.

    network.fate = lambda request: Fate(AFTER) if request.is_write else None
    network.dark = True  # no connection at all
    """

    def __init__(self, port, server_port, websocket_port):
        self.port = port
        self.server_port = server_port
        self.websocket_port = websocket_port
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.tasks = set()
        self.clear()

    def clear(self):
        """Let everything through."""
        self.fate = None
        self.dark = False
        self.when_written = None  # called by a page that stands still in a write of its own
        self.hits = 0  # requests to which something happened

    def __enter__(self):
        self.thread.start()
        listening = asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=LONGEST_HEAD)
        self.server = asyncio.run_coroutine_threadsafe(listening, self.loop).result()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    async def _serve(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        try:
            while await self._serve_one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()

    async def _serve_one(self, reader, writer):
        """Serve one request; False where the connection ends with it."""
        head = await reader.readuntil(b"\r\n\r\n")
        method, path, _version = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        if self.dark:
            return self._cut(writer)
        if path == WRITTEN:
            return await self._stand_still(writer)
        if path.startswith("/websocket"):
            return await self._tunnel(reader, writer, head)
        length = LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        request = Request(method, path.split("?")[0], head, body)
        fate = (self.fate and self.fate(request)) or Fate()
        if fate != Fate():
            self.hits += 1
        answer = await self._answer(request, fate)
        if self.dark or answer is None:
            return self._cut(writer)
        if fate.kind == ANSWER:
            writer.write(answer[: len(answer) // 2])
            await writer.drain()
            return self._cut(writer)
        writer.write(answer)
        await writer.drain()
        return bool(LENGTH.search(answer.split(b"\r\n\r\n", 1)[0]))

    async def _answer(self, request, fate):
        """The server's answer, or None where the phone gets none."""
        if fate.kind == BEFORE:
            return None
        await asyncio.sleep(fate.wait)
        if fate.kind == MIDDLE:
            await self._ask(request.bytes[: len(request.head) + len(request.body) // 2], half=True)
            return None
        if fate.when_sent:
            self.loop.call_later(fate.wait_sent, fate.when_sent)
        asks = [self._ask(request.bytes) for _copy in range(2 if fate.kind == TWICE else 1)]
        answer = (await asyncio.gather(*asks))[0]
        if fate.kind == AGAIN:  # by somebody on the way who thinks that it was lost
            self.loop.call_later(fate.hold + 0.3, self._send_on, request.bytes)
        if fate.when_answered:
            fate.when_answered()
        await asyncio.sleep(fate.hold)
        if fate.kind == ERROR:
            return _json(BROKEN)
        return None if fate.kind == AFTER else answer

    def _send_on(self, request):
        task = self.loop.create_task(self._ask(request))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _ask(self, request, half=False):
        """Send bytes to the server and return all that it says, None where it breaks off."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        except OSError:
            return None
        try:
            writer.write(request)
            await writer.drain()
            if half:
                return None
            answer = await reader.read(-1)
        except OSError:
            return None
        finally:
            writer.close()
        head, _end, body = answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        is_whole = bool(head) and (not length or len(body) >= int(length[1]))
        # a HEAD or a 304 names a length without a body
        return answer if is_whole or (not body and head) else None

    async def _stand_still(self, writer):
        """Leave the page where it is until somebody ends it."""
        if self.when_written:
            self.when_written()
        await asyncio.sleep(5)
        return self._cut(writer)

    async def _tunnel(self, reader, writer, head):
        there, back = await asyncio.open_connection("127.0.0.1", self.websocket_port)
        back.write(head)
        both = [
            asyncio.create_task(self._copy(reader, back)),
            asyncio.create_task(self._copy(there, writer)),
        ]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
        back.close()
        return False

    async def _copy(self, reader, writer):
        with contextlib.suppress(OSError):
            while (data := await reader.read(2**16)) and not self.dark:
                writer.write(data)
                await writer.drain()

    @staticmethod
    def _cut(writer):
        """End the connection as a lost link does, without a goodbye."""
        writer.transport.abort()
        return False


def _json(body):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body
