from . import test_catalogue_reader
from . import test_pages
from . import test_store
from . import test_style
