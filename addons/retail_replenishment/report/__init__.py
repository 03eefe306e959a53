from . import retail_replenishment_order_xlsx
from . import retail_count_xlsx
