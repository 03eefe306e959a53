from . import ir_model_access
from . import res_users
from . import retail_roles_document
from . import stock_quant
