from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..lib import masking, phone

EXACT = {"=", "!=", "in", "not in"}
LIKE = {"like", "ilike", "=like", "=ilike"}
# Of a birthday; enough to congratulate
SHOWN_PARTS = {"month_number", "day_of_month"}


class RetailContactMask(models.AbstractModel):
    """Shows how to reach private persons, and when they were born, masked to who lacks the right.

    It works at the rim, where values leave the server: `read` and all that is built on it, exports,
    groups, and searches by pieces of a number. Inside, code sees what the database holds. A masked
    value that a form or a till sends back never replaces the real one.
    """

    _name = "retail.contact.mask"
    _description = "Masked Contact Data"

    # What a model says

    _masked_phones = ()
    _masked_emails = ()
    _masked_addresses = ()
    _masked_texts = ()  # which contain one of the others
    _masked_birthdays = ()
    _mask_owner_field = None  # the field of the contact whose they are; None: the record itself

    @api.model
    def _refuses_foreign_masks(self):
        """Return whether a masked text that is not the record's own is refused, or else dropped."""
        return True

    # Who sees what

    @api.model
    def _masks_contacts(self):
        """Return whether values leave masked: for staff without the right, outside of sudo."""
        return not self.env.su and self._user_sees_masks()

    @api.model
    def _user_sees_masks(self):
        user = self.env.user
        return (
            user.id != SUPERUSER_ID
            and user._is_internal()
            and not user.has_group("retail_pos_mobile.group_member_phone")
        )

    def _mask_owner(self):
        return self[self._mask_owner_field] if self._mask_owner_field else self

    @api.model
    def _is_masked_field(self, name):
        return (
            name in self._masked_phones
            or name in self._masked_emails
            or name in self._masked_addresses
            or name in self._masked_texts
            or name in self._masked_birthdays
        )

    def _hides(self, name):
        """Return whether a field of this record holds a private person's contact."""
        value = self.sudo()[name]
        if not value or (not self.id and value != self._origin.sudo()[name]):
            return False  # what the user typed this moment is no secret to him
        return self._origin._mask_owner().sudo()._is_private_person()

    def _mask_value(self, name):
        record = self.sudo()
        value = record[name]
        if name in self._masked_emails:
            return masking.mask_email(value)
        if name in self._masked_addresses:
            return masking.mask_address(value)
        if name in self._masked_birthdays:
            return masking.mask_birthday(value)
        if name in self._masked_texts:
            return record._mask_text(value)
        code = record._mask_owner()._calling_code()
        return phone.mask(phone.canonical(value, code), code)

    def _mask_text(self, text):
        """Return a text with the address in it masked."""
        record = self.sudo()
        for name in self._masked_addresses:
            if record[name]:
                text = text.replace(record[name], masking.mask_address(record[name]))
        return text

    # Leaving the server

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load)
        names = [name for name in fnames if self._is_masked_field(name)]
        if names and self._masks_contacts():
            records = {record.id: record for record in self}
            for values in result:
                record = records[values["id"]]
                for name in names:
                    if values.get(name) and record._hides(name):
                        values[name] = record._mask_value(name)
        return result

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        columns = [
            index
            for index, path in enumerate(fields)
            if path and self._is_masked_field(path[0]) and self._masks_contacts()
        ]
        if not columns:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        # The first line of a record alone tells its id
        rows = super()._export_rows([*fields, [".id"]], _is_toplevel_call=_is_toplevel_call)
        records = {str(record.id): record for record in self}
        for row in rows:
            record = records.get(row.pop())
            for index in columns if record else ():
                name = fields[index][0]
                if record._hides(name):
                    row[index] = record._mask_value(name)
        return rows

    def _read_group_groupby(self, alias, groupby_spec, query):
        self._check_no_mask(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        self._check_no_mask(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    def _check_no_mask(self, spec):
        name, _colon, part = spec.partition(":")
        if name in self._masked_birthdays and part in SHOWN_PARTS:
            return
        if self._is_masked_field(name.split(".")[0]) and self._masks_contacts():
            raise AccessError(self._mask_refusal())

    @api.model
    def _mask_refusal(self):
        return self.env._(
            "How to reach members is hidden from you, and their year of birth: nothing can be "
            "grouped by them."
        )

    # Searching

    @api.model
    def _search(self, domain, *args, **options):
        if not options.get("bypass_access") and self._masks_contacts():
            domain = self._mask_domain(domain)
        return super()._search(domain, *args, **options)

    @api.model
    def _mask_domain(self, domain):
        """Return the domain without questions about pieces of a hidden number: they spell it out."""
        return Domain(domain).map_conditions(self._mask_condition)

    def _mask_condition(self, condition):
        name, operator, value = condition.field_expr, condition.operator, condition.value
        field, _dot, part = name.partition(".")
        if field in self._masked_birthdays:
            # Even whole dates: there are few enough to ask for them all
            return condition if part in SHOWN_PARTS else condition & self._shown_contacts_domain()
        if not self._is_masked_field(name) or operator in EXACT:
            return condition
        shown = condition & self._shown_contacts_domain()
        if operator in LIKE and isinstance(value, str) and value.strip("% "):
            return shown | self._whole_value_domain(name, value.strip("% "))
        return shown

    @api.model
    def _shown_contacts_domain(self):
        """Return the domain of those who are no private persons, see `_is_private_person`."""
        path = f"{self._mask_owner_field}." if self._mask_owner_field else ""
        return Domain(f"{path}partner_share", "=", False) | (
            Domain(f"{path}is_member", "=", False)
            & Domain(f"{path}commercial_partner_id.is_company", "=", True)
        )

    @api.model
    def _whole_value_domain(self, name, value):
        return Domain(name, "=", value)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Do not sort by what is hidden: the order would tell it."""
        if self._is_masked_field(field_name) and self._masks_contacts():
            return SQL()
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    # Coming back

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_masks(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._without_masks(vals))

    def _without_masks(self, vals):
        """Return values without those that are masks of what is there."""
        masks = {
            name for name in vals if self._is_masked_field(name) and self._is_mask(name, vals[name])
        }
        if not masks:
            return vals
        if self._refuses_foreign_masks():
            for name in masks:
                if not self or any(
                    not record[name] or str(record._mask_value(name)) != str(vals[name])
                    for record in self.sudo()
                ):
                    raise ValidationError(
                        self.env._("“%s” is masked. Type it in full.", str(vals[name])[:80])
                    )
        return {name: value for name, value in vals.items() if name not in masks}

    @api.model
    def _is_mask(self, name, value):
        if name not in self._masked_birthdays:
            return masking.is_mask(value or "")
        return bool(value) and fields.Date.to_date(value).year == masking.NO_YEAR
