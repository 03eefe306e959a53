from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon

from .common import open_store


@tagged("post_install", "-at_install")
class TestSecureUuid(TestPointOfSaleHttpCommon):
    """M-S2: the till as it is served, where the order of the files decides whose uuids it takes."""

    def test_a_sale_of_the_real_till_has_a_cryptographically_random_key(self):
        open_store(self.env, self.main_pos_config)
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.main_pos_config.current_session_id.set_opening_control(0, "")
        self.start_pos_tour("retail_pos_mobile.SecureUuid")
