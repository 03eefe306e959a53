"""Closes the sessions of the last sixty days natively, and dates their entries.

Native posts the entries of a closing with today's date, whatever the session says, and a posted
entry's date and number cannot be changed by the ORM: SQL moves them to the day they belong to.
"""

from odoo.tools import SQL

from .records import TIME_ZONE

NO_SCHEDULER = "stock.no_auto_scheduler"


def build_closing(env, sessions):
    """Close the sessions in the order of time, as a cashier would who counts what is expected."""
    parameters = env["ir.config_parameter"]
    # Closing runs the reordering rules for all it sold: there are none yet, and it asks one by one
    parameters.set_param(NO_SCHEDULER, True)
    for session in sessions.values():
        _close(session.with_company(session.company_id))
    parameters.set_param(NO_SCHEDULER, False)
    env.flush_all()
    _backdate_entries(env, [session.id for session in sessions.values()])
    env.invalidate_all()


def _close(session):
    session.state = "opened"
    session.cash_register_balance_end_real = session.cash_register_balance_end
    # The difference was computed together with the expected balance, before the count
    session.invalidate_recordset(["cash_register_difference"])
    session.action_pos_session_closing_control()


def _backdate_entries(env, session_ids):
    entries = SQL(
        """
    SELECT session.move_id, (session.stop_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day
      FROM pos_session session
     WHERE session.id = ANY(%(sessions)s)
     UNION
    SELECT payment.move_id, (session.stop_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
      FROM account_payment payment JOIN pos_session session ON session.id = payment.pos_session_id
     WHERE session.id = ANY(%(sessions)s)
     UNION
    SELECT line.move_id, (session.stop_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
      FROM account_bank_statement_line line JOIN pos_session session
        ON session.id = line.pos_session_id
     WHERE session.id = ANY(%(sessions)s)""",
        sessions=session_ids,
        tz=TIME_ZONE,
    )
    _renumber(env, entries)
    _date_dependants(env, entries)


def _renumber(env, entries):
    """Date the entries and number them anew, by month or year as their journal does."""
    # A unique index sees every single row: step aside before taking each other's numbers
    env.execute_query(
        SQL(
            """UPDATE account_move SET name = name || '~'
                 FROM (%s) AS entry WHERE account_move.id = entry.move_id RETURNING id""",
            entries,
        )
    )
    env.execute_query(
        SQL(
            r"""
    WITH entry AS (%s),
    dated AS (
        SELECT move.id, entry.day, move.journal_id,
               CASE WHEN move.sequence_prefix ~ '/\d{4}/\d\d/$'
                    THEN regexp_replace(move.sequence_prefix, '\d{4}/\d\d/$', '')
                         || to_char(entry.day, 'YYYY/MM/')
                    ELSE regexp_replace(move.sequence_prefix, '\d{4}/$', '')
                         || to_char(entry.day, 'YYYY/')
               END AS prefix,
               length(split_part(move.name, '/', -1)) - 1 AS digits
          FROM entry JOIN account_move move ON move.id = entry.move_id
    ), numbered AS (
        SELECT *, row_number() OVER (PARTITION BY journal_id, prefix ORDER BY day, id) AS number
          FROM dated
    )
    UPDATE account_move
       SET date = day, invoice_date_due = day, sequence_prefix = prefix, sequence_number = number,
           name = prefix || lpad(number::text, digits, '0')
      FROM numbered WHERE numbered.id = account_move.id
 RETURNING account_move.id""",
            entries,
        )
    )


def _date_dependants(env, entries):
    """Repeat date and number where other tables store them."""
    for statement in (
        """UPDATE account_move_line line SET date = move.date, move_name = move.name,
                  date_maturity = CASE WHEN line.date_maturity IS NOT NULL THEN move.date END
             FROM account_move move, (%s) AS entry
            WHERE move.id = entry.move_id AND line.move_id = move.id RETURNING line.id""",
        """UPDATE account_payment payment SET date = move.date, name = move.name
             FROM account_move move, (%s) AS entry
            WHERE move.id = entry.move_id AND payment.move_id = move.id RETURNING payment.id""",
        """UPDATE account_bank_statement_line line
              SET internal_index = to_char(move.date, 'YYYYMMDD') || substr(internal_index, 9)
             FROM account_move move, (%s) AS entry
            WHERE move.id = entry.move_id AND line.move_id = move.id RETURNING line.id""",
        """UPDATE account_partial_reconcile partial SET max_date = line.date
             FROM account_move_line line, (%s) AS entry
            WHERE line.move_id = entry.move_id AND partial.debit_move_id = line.id
        RETURNING partial.id""",
    ):
        env.execute_query(SQL(statement, entries))
