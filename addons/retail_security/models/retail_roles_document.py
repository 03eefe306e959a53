from inspect import getattr_static, isfunction

from odoo import api, models

from odoo.addons.retail_base.lib.asks import asked_by
from odoo.addons.retail_base.lib.narrows import narrowed_by

from ..lib.roles_table import OPERATIONS, asked_text, letters, markdown_table, scope_text
from .res_users import AUDITOR, CHAIN_ROLES


class RetailRolesDocument(models.AbstractModel):
    """Tells what the roles of this database are, from its groups, access rights and rules."""

    _name = "retail.roles.document"
    _description = "Roles Document"

    @api.model
    def _markdown(self):
        """Return the text of docs/roles.md."""
        roles = self._roles()
        rules = self.env["ir.rule"].search([("domain_force", "like", "_store_scope")])
        scoped = rules.model_id.sorted("model")
        who = markdown_table(
            ["Role", "角色", "What for", "Sees", "Groups it brings"],
            [self._role_row(role) for role in roles],
        )
        scope = markdown_table(
            ["Document", "Model", "For", "Fields"],
            [self._scope_row(rule) for model in scoped for rule in rules & model.rule_ids],
        )
        rights = markdown_table(
            ["Model", *roles.mapped("name")],
            [
                [f"`{model.model}`", *(self._rights_in_code(role, model) for role in roles)]
                for model in (scoped | self._own_models()).sorted("model")
            ],
        )
        refused = markdown_table(["Model", "Right", "Refused in code"], self._refused_rows())
        calls = self._calls_table(roles, self._public_methods())
        deliveries = self._calls_table(roles, self._phone_methods())
        return f"""\
# Roles

Written by `odoo retail_roles` from a database with every module; do not edit.

## Who is who

{who}

Users with a store role and a role for all stores see all stores. An auditor holds no other role.

## What binds a document to a store

Users who see their own stores only reach a document if one of these fields leads to a store of
theirs, whatever other groups they are in. Without a store they reach none.

{scope}

## What a role may do

R read, W write, C create, D delete; all groups of the role counted, before the store scope. What
code refuses to a role whatever the record is not here; what it refuses in part is a small letter.

{rights}

### What code refuses beyond these rights

Odoo's rights let every user of a till do more than a store allows. Whom the groups leave out is
refused by an override of the model, over every door; the server itself, as superuser, is not asked.

{refused}

## What a role may call

Every public method that the suite adds, over the web client, JSON-2 and XML-RPC alike. *Asks* is
what is checked before the method looks at its records: letters as above, on the method's own model
or on the one named, or one of some groups. Behind it the method checks records, stores and amounts.
Whatever else the suite has begins with an underscore or is private: nobody calls it from outside.
Methods of Odoo and OCA that the suite extends ask what Odoo and OCA ask.

{calls}

## What a phone may deliver

Nobody calls these from outside: they run through `retail.outbox.entry`, `deliver`, once for each
key, as the user whose phone delivers.

{deliveries}
"""

    @api.model
    def _calls_table(self, roles, methods):
        return markdown_table(
            ["Model", "Method", "Asks", *roles.mapped("name")],
            [
                [
                    f"`{model}`",
                    f"`{name}`",
                    asked_text(asked),
                    *("yes" if self._may_call(role, asked) else "–" for role in roles),
                ]
                for model, name, asked in methods
            ],
        )

    @api.model
    def _roles(self):
        """Return the groups that are roles, in the order of the user form."""
        category = self.env.ref("retail_security.module_category_retail")
        return category.privilege_ids.group_ids.sorted(
            lambda group: (group.privilege_id.sequence, group.sequence)
        )

    @api.model
    def _role_row(self, role):
        chain_wide = {self.env.ref(xmlid) for xmlid in CHAIN_ROLES}
        brought = role.implied_ids - self.env.ref("base.group_user")
        return [
            role.name,
            role.with_context(lang="zh_CN").name,
            role.comment,
            "all stores" if role in chain_wide else "own stores",
            ", ".join(sorted(brought.mapped("full_name"))) or "–",
        ]

    @api.model
    def _scope_row(self, rule):
        operations = {name for name in OPERATIONS if rule[f"perm_{name}"]}
        return [
            rule.model_id.name,
            f"`{rule.model_id.model}`",
            letters(operations),
            scope_text(rule.domain_force),
        ]

    @api.model
    def _own_models(self):
        """Return the models to which a module of the suite adds access rights."""
        base = self.env.ref("base.module_retail_base")
        modules = base | base.downstream_dependencies()
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.model.access"), ("module", "in", modules.mapped("name"))]
        )
        models = self.env["ir.model.access"].browse(data.mapped("res_id")).model_id
        return models.filtered(lambda model: not model.transient)

    @api.model
    def _rights(self, role, model):
        access = self.env["ir.model.access"]
        if role == self.env.ref(AUDITOR):
            readable = access._readable_models([AUDITOR, *access._audited_groups()])
            return letters({"read"} if model.model in readable else set())
        rights = model.access_ids.filtered(lambda right: right.group_id in role.all_implied_ids)
        return letters({name for name in OPERATIONS if any(rights.mapped(f"perm_{name}"))})

    # What code refuses beyond the rights

    @api.model
    def _rights_in_code(self, role, model):
        """Return the letters of `_rights` that overrides leave to a role, small ones in part."""
        cls = self.env.registry.get(model.model)
        told = ""
        for operation in OPERATIONS:
            letter = letters({operation})
            asked = asked_by(cls, operation) if cls else []
            if letter in self._rights(role, model) and self._may_call(role, asked):
                is_in_part = cls and narrowed_by(cls, operation)
                told += letter.lower() if is_in_part else letter
        return told or "–"

    @api.model
    def _refused_rows(self):
        """Return a row for each right that an override of the suite narrows."""
        return [
            [f"`{model}`", letters({operation}), text]
            for model, cls in sorted(self.env.registry.items())
            if not cls._abstract
            for operation in OPERATIONS
            for text in [
                *(f"to all but {asked_text([asked])}" for asked in asked_by(cls, operation)),
                *narrowed_by(cls, operation),
            ]
        ]

    # What may be called from outside

    @api.model
    def _phone_methods(self):
        """Return (model, method, what it asks) of each method behind the outbox; none without tills."""
        return []

    @api.model
    def _public_methods(self):
        """Return (model, method, what it asks) of each method that the suite itself makes public."""
        return [
            (model, name, [(operation, of or model, groups) for operation, of, groups in asked])
            for model, cls in sorted(self.env.registry.items())
            for name in sorted(self._own_public_names(cls))
            for asked in [asked_by(cls, name)]
        ]

    @api.model
    def _own_public_names(self, cls):
        """Return the names of a model's methods that begin in the suite and can be called by RPC."""
        definers = {}
        for base in cls.__mro__:
            for name in vars(base):
                if not name.startswith("_") and isfunction(getattr_static(base, name)):
                    definers.setdefault(name, []).append(base)
        return {
            name
            for name, bases in definers.items()
            if all(base.__module__.startswith("odoo.addons.retail_") for base in bases)
            and not any(getattr(vars(base)[name], "_api_private", False) for base in bases)
        }

    @api.model
    def _may_call(self, role, asked):
        """Return whether what a method asks is granted to a role."""
        return all(
            self._grants(role, operation, model) and self._is_any(role, groups)
            for operation, model, groups in asked
        )

    @api.model
    def _grants(self, role, operation, model):
        if not operation:
            return True
        return letters({operation}) in self._rights(role, self.env["ir.model"]._get(model))

    @api.model
    def _is_any(self, role, groups):
        return not groups or any(self.env.ref(name) in role.all_implied_ids for name in groups)
