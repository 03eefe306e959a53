"""Where the real catalogue lies, which not every place of work has."""

import os
from pathlib import Path

import pytest

from manage.place import Place

DATA = Path(os.environ.get("RETAIL_DATA") or Place.here().root.parent / "shared" / "data")
CATALOGUE = {
    "catalogue": DATA / "sportswear" / "items.csv.gz",
    "prices": DATA / "sportswear" / "prices.csv.gz",
}


def real_catalogue(files=CATALOGUE):
    """The files of the catalogue; without them a test is skipped, and under CI it fails."""
    missing = [os.fspath(path) for path in files.values() if not path.is_file()]
    if missing:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(f"there is no {', '.join(missing)}")
    return files
