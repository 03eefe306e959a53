from . import test_basic_information
from . import test_start_sheet
from . import test_store_scope
from . import test_till_data
from . import test_unit_js
