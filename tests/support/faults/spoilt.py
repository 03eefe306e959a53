"""What the matrix calls lost and doubled, done on purpose: the comparison must find each.

Done in the database itself, behind the back of everything that guards it, to the sale of one run; see
tests/faults/test_matrix.py, which takes it back.
"""

from . import jobs
from .ledger import DOUBLED, LOST, WRONG

# What happens: the job that is spoilt, what must be found, and how it is done
SPOILT = {
    "an order is gone": (
        jobs.CashSale,
        LOST,
        (
            "UPDATE pos_order SET state = 'draft', uuid = uuid || '-' WHERE id = %(order)s;"
            " DELETE FROM pos_order_line WHERE order_id = %(order)s"
        ),
    ),
    "an order is there twice": (
        jobs.CashSale,
        DOUBLED,
        """
        WITH copied AS (
            INSERT INTO pos_order (uuid, name, state, session_id, config_id, company_id, date_order,
                amount_total, amount_tax, amount_paid, amount_return)
            SELECT uuid || '-', name, state, session_id, config_id, company_id, date_order,
                amount_total, amount_tax, amount_paid, amount_return
            FROM pos_order WHERE id = %(order)s RETURNING id)
        INSERT INTO pos_order_line (order_id, product_id, qty, name, price_subtotal,
            price_subtotal_incl, company_id, uuid)
        SELECT copied.id, product_id, qty, name, price_subtotal, price_subtotal_incl, company_id,
            uuid || '-'
        FROM pos_order_line, copied WHERE order_id = %(order)s
        """,
    ),
    "a payment is gone": (
        jobs.SplitPayment,
        LOST,
        (
            "DELETE FROM pos_payment WHERE id = (SELECT max(id) FROM pos_payment"
            " WHERE pos_order_id = %(order)s)"
        ),
    ),
    "a payment is there twice": (
        jobs.SplitPayment,
        DOUBLED,
        (
            "INSERT INTO pos_payment (pos_order_id, payment_method_id, amount, payment_date, session_id,"
            " company_id) SELECT pos_order_id, payment_method_id, amount, payment_date, session_id,"
            " company_id FROM pos_payment WHERE pos_order_id = %(order)s LIMIT 1"
        ),
    ),
    "points are booked twice": (
        jobs.MemberSale,
        DOUBLED,
        (
            "INSERT INTO loyalty_history (card_id, order_model, order_id, description, issued, used)"
            " SELECT card_id, order_model, order_id, description, issued, used FROM loyalty_history"
            " WHERE order_id = %(order)s AND issued > 0"
        ),
    ),
    "points are on the card twice": (
        jobs.MemberSale,
        DOUBLED,
        (
            "UPDATE loyalty_card SET points = points * 2 WHERE id IN (SELECT card_id FROM"
            " loyalty_history WHERE order_id = %(order)s AND issued > 0)"
        ),
    ),
    "a coupon is not spent": (
        jobs.MemberSale,
        LOST,
        "DELETE FROM loyalty_history WHERE order_id = %(order)s AND used > 0",
    ),
    "what a promotion gave is not booked": (
        jobs.MemberSale,
        LOST,
        (
            "DELETE FROM retail_promotion_use WHERE line_id IN"
            " (SELECT id FROM pos_order_line WHERE order_id = %(order)s)"
        ),
    ),
    "another amount is booked": (
        jobs.CashSale,
        WRONG,
        "UPDATE pos_order SET amount_total = amount_total + 1 WHERE id = %(order)s",
    ),
    "the new member is not on his sale": (
        jobs.NewMember,
        LOST,
        "UPDATE pos_order SET partner_id = NULL WHERE id = %(order)s",
    ),
    "a member is there twice": (
        jobs.NewMember,
        DOUBLED,
        "UPDATE res_partner SET phone = %(phone)s WHERE name = 'Member 0'",
    ),
    "a rating is there twice": (
        jobs.Rating,
        DOUBLED,
        (
            "DROP INDEX rating_rating_sale_rated_once;"
            " INSERT INTO rating_rating (res_model, res_model_id, res_id, rating, access_token)"
            " SELECT res_model, res_model_id, res_id, rating, access_token || '-' FROM rating_rating"
            " WHERE res_model = 'pos.order' AND res_id = %(order)s"
        ),
    ),
    "a refund is paid twice": (
        jobs.Refund,
        DOUBLED,
        (
            "INSERT INTO pos_payment (pos_order_id, payment_method_id, amount, payment_date, session_id,"
            " company_id) SELECT pos_order_id, payment_method_id, amount, payment_date, session_id,"
            " company_id FROM pos_payment WHERE pos_order_id = %(order)s"
        ),
    ),
    "stock leaves twice": (
        jobs.CashSale,
        DOUBLED,
        (
            "UPDATE stock_move SET quantity = quantity * 2 WHERE product_id = %(product)s"
            " AND state = 'done' AND location_dest_id IN"
            " (SELECT id FROM stock_location WHERE usage = 'customer')"
        ),
    ),
    "stock does not leave": (
        jobs.CashSale,
        LOST,
        "UPDATE stock_move SET state = 'cancel' WHERE product_id = %(product)s",
    ),
    "a delivery is received twice": (
        jobs.Receiving,
        DOUBLED,
        (
            "UPDATE stock_move SET quantity = quantity * 2 WHERE product_id = %(product)s"
            " AND state = 'done'"
        ),
    ),
}
