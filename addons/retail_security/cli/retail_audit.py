import sys

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class RetailAudit(Command):
    """Check the audit trail: chain, signed heads and checkpoints; ends with 1 where something is wrong"""

    name = "retail_audit"

    def run(self, args):
        parser = self.parser
        parser.add_argument("-c", "--config", help="configuration file")
        parser.add_argument("-d", "--database", required=True)
        options = parser.parse_args(args)
        config.parse_config(["-c", options.config] if options.config else [], setup_logging=True)
        with Registry(options.database).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            found = env["retail.audit.verifier"]._verify()
        sys.stdout.write(_report(found))
        if found["faults"]:
            sys.exit(1)


def _report(found):
    checked = (
        f"{found['rows']} rows of the audit trail checked, {found['first']} to {found['last']}, "
        f"against {found['heads']} signed heads; {found['unsealed']} wait for their seal.\n"
    )
    faults = "".join(f"- {fault}\n" for fault in found["faults"])
    return checked + (faults or "Nothing is wrong.\n")
