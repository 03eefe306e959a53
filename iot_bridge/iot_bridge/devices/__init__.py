"""What stands beside the till besides printers, each kind a class."""

from .display import PoleDisplay
from .label import LabelPrinter
from .scale import Scale
from .scanner import KeyboardScanner, SerialScanner

KINDS = {
    "scanner-serial": SerialScanner,
    "scanner-keyboard": KeyboardScanner,
    "scale": Scale,
    "display": PoleDisplay,
    "label": LabelPrinter,
}
