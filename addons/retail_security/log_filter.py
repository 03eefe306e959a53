"""Keeps card numbers out of the server's log, whoever writes it."""

import logging

from .lib import payment_card


class CardNumberFilter(logging.Filter):
    """Strikes them out of a message when it is drawn; its arguments are drawn for that first."""

    def filter(self, record):
        message = record.getMessage()
        scrubbed = payment_card.scrub(message)
        if scrubbed != message:
            record.msg, record.args = scrubbed, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = payment_card.scrub(
                logging.Formatter().formatException(record.exc_info)
            )
        elif record.exc_text:
            record.exc_text = payment_card.scrub(record.exc_text)
        return True


def install():
    """Add the filter to every handler of the root logger, once; loggers below hand on to these."""
    for handler in logging.getLogger().handlers:
        if not any(isinstance(known, CardNumberFilter) for known in handler.filters):
            handler.addFilter(CardNumberFilter())
