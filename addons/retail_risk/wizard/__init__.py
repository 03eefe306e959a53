from . import retail_risk_verdict
