from . import export
from . import report
from . import second_factor
from . import session
from . import signup
