"""The add-ons in `addons/`: what they need, and a hash that tells when one has changed."""

import ast
from dataclasses import dataclass
from pathlib import Path

from .stamps import digest

DEMO = "retail_demo"
NOT_IN_DATABASE = {"tests", "readme", "__pycache__", "README.rst"}


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    depends: tuple

    def key(self):
        """Changes when the module must be updated in a database; its tests do not matter there."""
        files = sorted(path for path in self.path.rglob("*") if self._counts(path))
        names = [file.relative_to(self.path).as_posix() for file in files]
        return digest(*names, *files)

    def _counts(self, path):
        parts = path.relative_to(self.path).parts
        return path.is_file() and not NOT_IN_DATABASE & set(parts) and path.suffix != ".pot"


def ours(addons):
    """{name: Module} of all installable modules in the folder."""
    found = {}
    for manifest in sorted(addons.glob("*/__manifest__.py")):
        content = ast.literal_eval(manifest.read_text())
        if content.get("installable", True):
            name = manifest.parent.name
            found[name] = Module(name, manifest.parent, tuple(content.get("depends", ())))
    return found


def keys(modules):
    """{name: key} of the modules."""
    return {name: module.key() for name, module in modules.items()}


def foreign(modules):
    """The modules of Odoo and OCA that ours stand on."""
    return sorted({name for module in modules.values() for name in module.depends} - set(modules))
