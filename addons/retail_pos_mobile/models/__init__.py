from . import ir_model_access
from . import pos_config
from . import pos_order
from . import pos_session
from . import stock_warehouse
