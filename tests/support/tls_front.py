"""HTTPS in front of a server of a test: TLS ends here, the rest is handed on as it is."""

import asyncio
import contextlib
import ssl
import threading

from iot_bridge import certificate
from manage import server


class TlsFront:
    """`url` on 127.0.0.1, with a certificate that no authority knows. `port` is there before `open`."""

    def __init__(self, folder):
        self.files = certificate.local(folder, "127.0.0.1")
        self.port = server.free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.loop = asyncio.new_event_loop()

    @contextlib.contextmanager
    def open(self, port):
        """Hand on to PORT of this machine."""
        self.behind = port
        thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self.loop).result()
        yield self
        self.loop.call_soon_threadsafe(self.loop.stop)
        thread.join()

    async def _listen(self):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*self.files)
        await asyncio.start_server(self._talk, "127.0.0.1", self.port, ssl=tls)

    async def _talk(self, reader, writer):
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self.behind)
        await asyncio.gather(_pump(reader, inner_writer), _pump(inner_reader, writer))


async def _pump(reader, writer):
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
