from . import pos_scope
from . import service_worker
