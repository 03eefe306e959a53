from . import ir_model_access
from . import res_users
from . import stock_quant
