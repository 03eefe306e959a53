from . import test_access
from . import test_catalogue_import
from . import test_count
from . import test_demand
from . import test_figures
from . import test_native_equality
from . import test_parallel_refresh
from . import test_replenishment_order
