"""Where the real catalogue lies, which not every place of work has."""

import os
from pathlib import Path

from manage.place import Place

DATA = Path(os.environ.get("RETAIL_DATA") or Place.here().root.parent / "shared" / "data")
CATALOGUE = {
    "catalogue": DATA / "sportswear" / "items.csv.gz",
    "prices": DATA / "sportswear" / "prices.csv.gz",
}
IS_THERE = CATALOGUE["catalogue"].is_file()
