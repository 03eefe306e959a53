from . import retail_replenishment_order_xlsx
