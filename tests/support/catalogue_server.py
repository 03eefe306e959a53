"""A real Odoo server on a real catalogue of thousands of styles."""

from pathlib import Path

from .store_server import GUIDE, STORE, StoreServer

__all__ = ["GUIDE", "STORE", "CatalogueServer"]


class CatalogueServer(StoreServer):
    """A StoreServer with the catalogue of FILES, and with all that equipped_store.py names."""

    def __init__(self, files):
        super().__init__()
        self.files = files

    def make(self):
        super().make()
        files = [f"--{kind}={path}" for kind, path in self.files.items()]
        self._odoo("retail_import", "--preset=sportswear", f"--store={STORE}", *files)
        script = Path(__file__).with_name("equipped_store.py").read_text()
        self._odoo("shell", "--no-http", "--log-level=error", standard_input=script)
