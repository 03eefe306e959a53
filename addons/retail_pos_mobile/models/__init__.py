from . import hr_employee_public
from . import ir_model_access
from . import pos_config
from . import pos_order
from . import pos_session
from . import report_pos_order
from . import res_config_settings
from . import stock_warehouse
