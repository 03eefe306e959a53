from . import base_partner_merge
from . import retail_member_card_replace
from . import retail_fulfilment_refuse
from . import retail_return_refuse
from . import retail_popup_till
from . import retail_popup_till_line
from . import retail_outbox_load
from . import retail_outbox_load_line
