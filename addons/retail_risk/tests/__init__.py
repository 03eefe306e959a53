from . import test_risk_lib
from . import test_risk_rules
from . import test_risk_alerts
from . import test_risk_missing
from . import test_risk_rights
from . import test_unit_js
