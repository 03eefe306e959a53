from . import retail_audit_event
from . import retail_audit_event_summary
from . import retail_receipt_copy
from . import retail_reveal_log
from . import pos_config
from . import pos_order
from . import pos_session
