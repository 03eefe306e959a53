from . import retail_catalogue_watched
from . import hr_employee_public
from . import ir_model_access
from . import retail_contact_mask
from . import retail_counting
from . import mail_followers
from . import mail_tracking_value
from . import pos_config
from . import pos_config_receipt
from . import pos_order
from . import pos_order_mail
from . import pos_order_mask
from . import pos_order_member
from . import pos_order_number
from . import pos_order_receipts
from . import pos_order_rating
from . import pos_order_count
from . import pos_order_line
from . import pos_config_popup
from . import pos_config_pulse
from . import pos_order_popup
from . import pos_session
from . import pos_session_cash
from . import pos_session_cashier
from . import pos_session_popup
from . import product_attribute
from . import product_brand
from . import product_pricelist
from . import rating_rating
from . import product_product
from . import product_template
from . import report_pos_order
from . import res_company
from . import res_config_settings
from . import res_partner
from . import res_partner_duplicates
from . import res_partner_mask
from . import res_partner_new_member
from . import res_partner_till
from . import res_users
from . import res_partner_credit
from . import retail_catalogue_import
from . import retail_receipt_copy
from . import retail_goods_stock
from . import retail_receipt_page
from . import retail_member_card
from . import retail_member_card_benefit
from . import retail_member_card_level
from . import retail_member_card_merge
from . import retail_member_card_number
from . import retail_member_card_till
from . import retail_member_card_type
from . import retail_member_merge
from . import retail_member_panel
from . import retail_outbox_entry
from . import retail_reveal_log
from . import retail_roles_document
from . import retail_season
from . import stock_warehouse
from . import retail_about
from . import retail_inspecting
from . import retail_me_page
from . import retail_order_guide_share
from . import retail_quick_list
from . import retail_receiving
from . import retail_refill_board
from . import retail_replenishment_order
from . import retail_replenishment_order_desk
from . import retail_replenishment_order_tills
from . import retail_sales_figures
from . import retail_sales_target
from . import retail_store_task
from . import stock_warehouse_receipt
from . import stock_warehouse_till
from . import fulfilment
from . import res_company_return
from . import res_config_settings_return
from . import res_users_return
from . import retail_return_reason
from . import retail_return
from . import retail_return_line
from . import retail_return_desk
from . import stock_move_line
from . import stock_picking
from . import stock_warehouse_return
from . import loyalty_program
from . import loyalty_program_cache
from . import loyalty_reward
from . import loyalty_rule
from . import pos_order_line_promotion
from . import pos_order_points
from . import pos_order_promotion
from . import pos_order_promotion_flags

# After the promotions, whose points they take back
from . import pos_config_return
from . import pos_order_return
from . import pos_order_line_return
from . import retail_promotion_exclusion
from . import retail_promotion_use

# Outermost: what is checked when a sale is booked, and flagged for a manager
from . import retail_price_log
from . import retail_price_logged
from . import product_template_price
from . import product_template_attribute_value
from . import product_pricelist_item
from . import product_product_price
from . import retail_sale_flag
from . import retail_sale_flag_texts
from . import retail_sale_flag_phone
from . import pos_order_line_price_check
from . import pos_order_price_check
from . import pos_order_flags
from . import pos_order_line_stock_rule
from . import pos_order_stock_rule
from . import hr_employee_pin
from . import retail_till_sign_in
from . import pos_order_cashier
from . import pos_order_finite
from . import pos_order_goods_back

# Around all of these: what makes the call that sends a sale short
from . import pos_order_line_sync
from . import pos_order_late
from . import pos_order_resent
from . import pos_order_removed
from . import pos_order_read_ahead
from . import pos_order_session
from . import pos_order_settled
from . import pos_order_sync
from . import pos_payment
from . import pos_session_close
from . import product_template_accounts
from . import stock_move

# What large catalogues tell tills
from . import retail_catalogue_change
from . import retail_catalogue_block
from . import retail_catalogue_snapshot
from . import retail_till_catalogue
from . import retail_till_members
from . import pos_config_catalogue
from . import product_template_attribute_line
from . import product_uom
from . import res_country
from . import res_country_state

# Receipts by a cloud printer
from . import printing

# The audit trail
from . import audit

# Phones and tablets that are paired
from . import devices

# What somebody has to approve
from . import approval

# The code of a payment
from . import ir_actions_report
from . import pos_payment_method
from . import res_partner_bank

# Costs
from . import pos_cost_fields

# What people type
from . import pos_typed_fields
from . import retail_member_request
