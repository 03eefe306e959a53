"""Serial ports without cables: pseudo terminals, whose other end a test holds."""

import contextlib
import os
import pty
import select
import time

PATIENCE = 10  # seconds


class Port:
    """`path` is what the bridge opens; `read` what the bridge wrote to the device."""

    timeout = 0.1

    def __init__(self):
        self.hand, self.port = pty.openpty()
        self.path = os.ttyname(self.port)

    def read(self, until):
        """What has come once UNTIL(bytes) is true of it."""
        data, deadline = b"", time.monotonic() + PATIENCE
        while not until(data):
            assert time.monotonic() < deadline, data
            with contextlib.suppress(TimeoutError):
                data += self.recv(4096)
        return data

    def close(self):
        os.close(self.hand)
        os.close(self.port)

    # as of a socket, so that the printer on TCP can be at this end as well

    def settimeout(self, seconds):
        self.timeout = seconds

    def recv(self, most):
        """At most so many bytes; raises TimeoutError where none come."""
        if not select.select([self.hand], [], [], self.timeout)[0]:
            raise TimeoutError
        return os.read(self.hand, most)

    def sendall(self, data):
        os.write(self.hand, data)

    def shutdown(self, _how):
        """A cable stays where it is."""
