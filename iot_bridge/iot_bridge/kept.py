"""Small files in the data folder that hold what a person did not write into the YAML file."""

import contextlib
import os
from pathlib import Path


def write_kept(path, text):
    """Put TEXT into the file PATH, whole or not at all; nobody but its owner may read it.

    Written by root for the service, it belongs to the owner of the folder.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    with contextlib.suppress(FileNotFoundError):
        new.unlink()
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    owner = path.parent.stat()
    if os.geteuid() == 0 and owner.st_uid:
        os.chown(new, owner.st_uid, owner.st_gid)
    new.replace(path)
