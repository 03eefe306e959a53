from . import engine
from . import money
