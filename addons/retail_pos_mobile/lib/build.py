"""Which build runs: a short hash of the files of some folders."""

import hashlib
from functools import cache
from pathlib import Path

LENGTH = 8
SKIPPED = {".pyc", ".pyo"}


@cache
def build_of(folders):
    """Return a hash over names and contents of all files in the FOLDERS, read once per process.

    :param tuple folders: paths; where they lie on the disk makes no difference

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as top:
    ...     one, other = Path(top, "one", "module"), Path(top, "other", "module")
    ...     for folder in (one, other):
    ...         folder.mkdir(parents=True)
    ...         _ = Path(folder, "model.py").write_text("1")
    ...     same = build_of((one,)) == build_of((other,))
    ...     _ = Path(other, "view.xml").write_text("2")
    ...     build_of.cache_clear()
    ...     same, build_of((one,)) == build_of((other,)), len(build_of((one,)))
    (True, False, 8)
    """
    digest = hashlib.sha256()
    for folder in map(Path, folders):
        for file in sorted(_files(folder)):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(folder.parent).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:LENGTH]


def _files(folder):
    return (
        file
        for file in folder.rglob("*")
        if file.is_file() and file.suffix not in SKIPPED and "__pycache__" not in file.parts
    )
