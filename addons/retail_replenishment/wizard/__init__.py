from . import retail_order_send_back
from . import retail_replenishment_window_choice
