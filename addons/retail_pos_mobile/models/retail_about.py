from odoo import modules

from ..lib.build import build_of

MODULE = "retail_pos_mobile"
SUITE = (MODULE, "retail_replenishment", "retail_security", "retail_base")


def build_of_suite():
    """Return version and build of the app, such as ``19.0.1.0.0+3f9a1c2b``.

    The hash is of the modules' files, so that two servers of the same version can be told apart.
    """
    manifests = [modules.Manifest.for_addon(name) for name in SUITE]
    build = build_of(tuple(manifest.path for manifest in manifests))
    return f"{manifests[0]['version']}+{build}"
