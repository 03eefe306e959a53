from . import test_store_scope
