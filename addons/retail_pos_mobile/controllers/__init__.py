from . import pos_scope
