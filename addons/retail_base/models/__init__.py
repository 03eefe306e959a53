from . import hr_employee
from . import hr_employee_public
from . import product_product
from . import product_template
from . import retail_season
from . import stock_warehouse
