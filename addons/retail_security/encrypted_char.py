"""A field whose column holds sealed values; see docs/decisions/encryption.md."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from .lib import field_cipher


class EncryptedChar(fields.Char):
    """Encrypted in the database, in the clear for whoever may read the field.

    It is found by its whole value only. What was stored before the field became one of these is read as
    it is, and sealed by the next run of the scheduled action. History (`tracking`) would keep it in the
    clear, so there is none.
    """

    def _get_attrs(self, model_class, name):
        attrs = super()._get_attrs(model_class, name) | {"index": False}
        if "tracking" in attrs:  # models without a chatter do not know the word
            attrs["tracking"] = None
        return attrs

    def _place(self):
        return f"{self.model_name}.{self.name}"

    def convert_to_column(self, value, record, values=None, validate=True):
        """@override What leaves for the database is sealed."""
        text = super().convert_to_column(value, record, values, validate)
        if not text or field_cipher.is_sealed(text):
            return text
        return record.env["retail.field.key"]._seal(text, self._place())

    def convert_to_record(self, value, record):
        """@override What came from the database is opened."""
        text = super().convert_to_record(value, record)
        if not field_cipher.is_sealed(text):
            return text
        return record.env["retail.field.key"]._open(text, self._place())

    def convert_to_cache(self, value, record, validate=True):
        """@override Nobody types a sealed value: it would be taken for one."""
        if validate and field_cipher.is_sealed(value):
            raise UserError(record.env._("“%s” cannot be stored.", str(value)[:40]))
        return super().convert_to_cache(value, record, validate)

    def _condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """@override Whole values are found by their keyed hash, or as they were stored before."""
        if operator in ("in", "not in"):
            column = model._field_to_sql(alias, field_expr, query)
            keys = model.env["retail.field.key"]
            found = [SQL("%s IS NULL", column)] if False in value else []
            for text in filter(None, value):
                found += [
                    SQL("%s LIKE %s", column, keys._prefix(text, self._place()) + "%"),
                    SQL("%s = %s", column, text),
                ]
            either = SQL(" OR ").join(found) if found else SQL("FALSE")
            if operator == "in":
                return SQL("(%s)", either)
            if False in value:
                return SQL("NOT (%s)", either)
            return SQL("(%s IS NULL OR NOT (%s))", column, either)
        if not value:
            return super()._condition_to_sql(field_expr, operator, value, model, alias, query)
        raise UserError(model.env._("“%s” is found by its whole value only.", self.string))
