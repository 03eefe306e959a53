from . import retail_order_send_back
