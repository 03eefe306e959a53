from odoo import fields


class Recalled(fields.Many2one):
    """A reference that outlives its record: the trail keeps who it was, and holds up no deletion.

    A foreign key would either change rows of the trail or forbid to delete what they name.
    """

    def update_db_foreign_key(self, model, column):
        """@override There is none."""
