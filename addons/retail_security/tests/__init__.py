from . import test_audit_chain
from . import test_audit_events
from . import test_login_page
from . import test_roles
from . import test_roles_document
from . import test_rpc
from . import test_store_scope
