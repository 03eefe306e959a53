"""What a public method asks of whoever calls it, said on the method and checked before it runs."""

from functools import wraps

from odoo.exceptions import AccessError

MARK = "_asks"


def asks(operation=None, model=None, groups=None):
    """Let a method run only for who holds a right; several of these on a method are all asked.

    The check comes before the method looks at its records or arguments, so that a stranger learns
    nothing from an error, and calling it for no records shows who may. Behind it the method checks
    what depends on records and values. Code that acts as superuser is not asked. `docs/roles.md`
    lists what is said here, and a test calls each method as each role.

    :param operation: read, write, create or unlink, of the method's records
    :param model: of this model in general instead
    :param groups: external ids of groups, one of which is enough

    >>> @asks("read", "pos.config")
    ... @asks(groups=("base.group_user",))
    ... def read_board(self):
    ...     "The board."
    >>> read_board.__name__, read_board.__doc__
    ('read_board', 'The board.')
    >>> asked_by(type("Board", (), {"read_board": read_board}), "read_board")
    [('read', 'pos.config', ()), (None, None, ('base.group_user',))]
    """

    def decorate(method):
        @wraps(method)
        def checked(self, *args, **kwargs):
            if not self.env.su:
                _check(self, operation, model, groups)
            return method(self, *args, **kwargs)

        setattr(checked, MARK, [(operation, model, groups or ()), *getattr(method, MARK, [])])
        return checked

    return decorate


def asked_by(model_class, name):
    """Return what the method NAME of a class asks, overrides included: (operation, model, groups).

    >>> class Job:
    ...     @asks("write")
    ...     def print_again(self): ...
    >>> class Copy(Job):
    ...     @asks("write")
    ...     def print_again(self): ...
    >>> asked_by(Copy, "print_again")
    [('write', None, ())]
    """
    asked = [
        asked
        for base in model_class.__mro__
        for asked in getattr(base.__dict__.get(name), MARK, ())
    ]
    return list(dict.fromkeys(asked))


def _check(records, operation, model, groups):
    if operation:
        (records.env[model] if model else records).check_access(operation)
    if groups and not any(map(records.env.user.has_group, groups)):
        names = (records.env.ref(group).sudo().name for group in groups)
        raise AccessError(records.env._("Only these roles may do this: %s", ", ".join(names)))
