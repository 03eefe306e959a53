from . import retail_device
from . import retail_device_fault
from . import retail_bridge
from . import retail_printer
from . import retail_printer_direct
from . import retail_print_job
from . import retail_receipt_page
from . import pos_config
