"""P5.1.1-P5.1.3, P5.2: a guide sells to a member on the phone; the store sees that it should refill.

On the imported catalogue: see test_commonest_jobs.py, which has it.
"""

import pytest

from support.steel_thread import sell_and_see_the_figures


@pytest.mark.parametrize("login", ["guide", "guide.en"])
def test_a_sale_on_the_phone_reaches_stock_and_replenishment(login, demo_server, phone, screenshot):
    sell_and_see_the_figures(demo_server, login, phone, screenshot, f"steel-thread/{login}")
