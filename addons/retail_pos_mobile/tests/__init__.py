from . import test_basic_information
from . import test_order_numbers
from . import test_parallel_sales
from . import test_sale_sent_again
from . import test_start_sheet
from . import test_store_scope
from . import test_till_data
from . import test_unit_js
