from . import catalogue
from . import bridge
from . import direct_print
from . import pos_scope
from . import receipt
from . import service_worker
from . import till_device
from . import webmanifest
