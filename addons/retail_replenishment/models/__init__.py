from . import retail_demand
