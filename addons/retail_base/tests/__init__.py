from . import test_catalogue_import
from . import test_catalogue_import_transactions
from . import test_catalogue_reader
from . import test_pages
from . import test_sportswear
from . import test_store
from . import test_style
from . import test_time_zone
