"""The points that the members earned with their purchases, and where each came from."""

from odoo.tools import SQL

from .members import WELCOME_POINTS
from .records import by_xml_id


def build_points(env):
    """Credit a point a yuan to the cards, with a line of history an order."""
    env.flush_all()
    program = by_xml_id(env, "program", "points")
    env.execute_query(
        SQL(
            """
    INSERT INTO loyalty_history (
           card_id, description, issued, used, order_model, order_id,
           create_uid, write_uid, create_date, write_date)
    SELECT card.id, pos_order.pos_reference, greatest(amount_total, 0), greatest(-amount_total, 0),
           'pos.order', pos_order.id, %s, %s, date_order, date_order
      FROM pos_order
      JOIN loyalty_card card ON card.partner_id = pos_order.partner_id AND card.program_id = %s
     ORDER BY pos_order.date_order
 RETURNING id""",
            env.uid,
            env.uid,
            program.id,
        )
    )
    env.execute_query(
        SQL(
            """
    UPDATE loyalty_card
       SET points = %s + (SELECT coalesce(sum(issued - used), 0) FROM loyalty_history
                           WHERE card_id = loyalty_card.id)
     WHERE program_id = %s
 RETURNING id""",
            WELCOME_POINTS,
            program.id,
        )
    )
    env.invalidate_all()
