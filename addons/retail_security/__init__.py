from . import controllers, log_filter, models

log_filter.install()
from . import wizard
