from . import res_company
from . import res_config_settings
from . import retail_catalogue_import
from . import retail_demand
from . import retail_replenishment_figure
from . import retail_replenishment_refresh
from . import stock_move
from . import stock_warehouse_orderpoint
