import sys

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class RetailRoles(Command):
    """Write what each role may do, as Markdown, to the standard output"""

    name = "retail_roles"

    def run(self, args):
        parser = self.parser
        parser.add_argument("-c", "--config", help="configuration file")
        parser.add_argument("-d", "--database", required=True)
        options = parser.parse_args(args)
        config.parse_config(["-c", options.config] if options.config else [], setup_logging=True)
        with Registry(options.database).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            sys.stdout.write(env["retail.roles.document"]._markdown())
