"""What code refuses beyond the access rights of a model, said where it refuses."""

MARK = "_narrows"


def narrows(what):
    """Say in words what an override of create, write or unlink refuses to whom the rights let in.

    Only words: the method itself checks. `docs/roles.md` marks the letter and lists WHAT; where a
    right is refused whatever the record and the values, `asks` on the override takes the letter away.

    >>> @narrows("finished sales: managers alone")
    ... def write(self, vals):
    ...     return True
    >>> narrowed_by(type("Order", (), {"write": write}), "write")
    ['finished sales: managers alone']
    """

    def decorate(method):
        setattr(method, MARK, what)
        return method

    return decorate


def narrowed_by(model_class, name):
    """Return what the method NAME of a class refuses, its overrides included."""
    told = (getattr(base.__dict__.get(name), MARK, None) for base in model_class.__mro__)
    return [what for what in told if what]
