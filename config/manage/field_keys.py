"""The keys of sealed fields: one folder for `make run` and for Docker, told by FIELD_KEYS.

Odoo gets the folder as RETAIL_FIELD_KEYS, compose mounts its two files as secrets. Both read FIELD_KEYS from
the environment, then from `.env`; without it the keys lie where docker-compose.yml and .env.example say.
"""

import base64
import os
import secrets

from .progress import Failure

VARIABLE = "FIELD_KEYS"
DEFAULT = "./.local/field_keys"
NAMES = ("lookup", "data")  # what docker-compose.yml mounts
KEY = 32  # bytes
# Nobody else enters the folder; the files can be read by the user inside the container
FOLDER_MODE, FILE_MODE = 0o700, 0o644


def folder(place):
    """Where the keys of this checkout lie."""
    told = os.environ.get(VARIABLE) or _of_env_file(place).get(VARIABLE) or DEFAULT
    return (place.root / told).resolve()


def make(place, account):
    """Make the keys that are missing, once; those that `make run` had before are taken over."""
    keys = folder(place)
    try:
        if not keys.is_dir():
            keys.mkdir(parents=True)
            keys.chmod(FOLDER_MODE)
        if not any(keys.glob("*.key")):
            # Copied: a server that runs still reads them where they were
            for file in (place.data / "field_keys").glob("*.key"):
                _write(keys / file.name, file.read_text())
        for name in NAMES:
            if not (keys / f"{name}.key").exists():
                key = base64.b64encode(secrets.token_bytes(KEY)).decode()
                _write(keys / f"{name}.key", f"{key}\n")
        for path in (keys, *keys.glob("*.key")):
            account.give(path)
    except PermissionError as error:
        raise Failure(
            f"the keys of sealed fields are not yours to read: {error.filename}"
        ) from error


def _write(file, text):
    file.write_text(text)
    file.chmod(FILE_MODE)


def _of_env_file(place):
    file = place.root / ".env"
    if not file.is_file():
        return {}
    lines = (line.strip() for line in file.read_text().splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}
