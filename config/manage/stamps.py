"""What has been done already: a stamp holds the hash of what a step was made from."""

import hashlib
import os
from contextlib import contextmanager
from pathlib import Path


def digest(*inputs):
    """A hash over texts and, given as Path, the contents of files.

    >>> digest("a", "b") == digest("a", "b"), digest("ab") == digest("a", "b")
    (True, False)
    """
    total = hashlib.sha256()
    for part in inputs:
        data = part.read_bytes() if isinstance(part, Path) else os.fsencode(str(part))
        total.update(hashlib.sha256(data).digest())
    return total.hexdigest()[:16]


class Stamp:
    """One step's stamp. Done means: made from the same inputs, to the end."""

    def __init__(self, folder, name, *inputs):
        self.path = folder / name
        self.key = digest(*inputs)

    def done(self):
        return self.written() == self.key

    def written(self):
        """The key of the last time the step was done, or nothing."""
        return self.path.read_text().strip() if self.path.is_file() else ""

    @contextmanager
    def making(self):
        """Take the stamp away, do the step, and stamp it if nothing went wrong."""
        self.path.unlink(missing_ok=True)
        yield
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.key + "\n")
