from . import session
from . import signup
