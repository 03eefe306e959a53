"""A real Odoo server on a real catalogue of thousands of styles."""

from .store_server import GUIDE, STORE, StoreServer

__all__ = ["GUIDE", "STORE", "CatalogueServer"]


class CatalogueServer(StoreServer):
    """A StoreServer with the catalogue of FILES."""

    def __init__(self, files):
        super().__init__()
        self.files = files

    def make(self):
        super().make()
        files = [f"--{kind}={path}" for kind, path in self.files.items()]
        self._odoo("retail_import", "--preset=sportswear", f"--store={STORE}", *files)
