"""A mail server for tests: it takes every mail and keeps it."""

import email
import email.policy
import socketserver
import threading

ANSWERS = {b"EHLO": b"250 mailbox", b"HELO": b"250 mailbox", b"QUIT": b"221 Bye"}


class Mailbox:
    """`port` on 127.0.0.1; `mails` are those that came, as email.message.EmailMessage.

    with Mailbox() as mailbox:
        ...
        assert mailbox.wait()["To"] == "li.lei@example.com"
    """

    def __init__(self):
        self.mails = []
        self.arrived = threading.Event()
        self.server = _Server(("127.0.0.1", 0), _Session)
        self.server.mailbox = self
        self.port = self.server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def wait(self, seconds=60):
        """The first mail, as soon as it has come."""
        assert self.arrived.wait(seconds), "no mail came"
        return self.mails[0]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Session(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client without options speaks."""

    def handle(self):
        self._say(b"220 mailbox")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say(b"354 Go on")
                self._keep()
            self._say(ANSWERS.get(verb, b"250 OK"))
            if verb == b"QUIT":
                return

    def _keep(self):
        lines = iter(self.rfile.readline, b".\r\n")
        text = b"".join(line[1:] if line.startswith(b"..") else line for line in lines)
        mailbox = self.server.mailbox
        mailbox.mails.append(email.message_from_bytes(text, policy=email.policy.default))
        mailbox.arrived.set()

    def _say(self, line):
        self.wfile.write(line + b"\r\n")
