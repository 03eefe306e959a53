"""Advice for all pairs, even where the forecast of some raises.

What raises stops no plan: the pairs that do are found by halving, get the plain average of their sales
and say why; all others are planned as if those were not there. Nothing of this runs unless something
raised.
"""

import logging
from dataclasses import fields, replace

import numpy as np

from .advice import FACTORS_EXPLAINED, Advice, Planner
from .forecast import Settings
from .history import KINDS

# Sets of pairs tried in search of those that raise; what is left then counts as raising
TRIALS = 300
RECENT_WEEKS = 13
PER_PAIR = ("style", "source")

_logger = logging.getLogger(__name__)


def advise(history, on_hand, pipeline, terms, settings=None, **more):
    """The `Advice` of `Planner.advise`, from models fitted here; `errors` tells of pairs that raised.

    :param more: as `Planner.advise`
    """
    settings = settings or Settings()
    given = (history, on_hand, pipeline, terms)
    try:
        return _plan(settings, np.arange(history.pairs), *given, more)
    except Exception as error:  # whatever it is, the other pairs want their advice
        _logger.warning("The plan of %s pairs failed: %s", history.pairs, error, exc_info=True)
    quick = replace(settings, learner=False, rehearsal=False, samples=min(settings.samples, 16))
    errors = raising(
        lambda rows: _plan(quick, rows, *given, more), np.arange(history.pairs), TRIALS
    )
    rest = np.setdiff1d(np.arange(history.pairs), list(errors))
    advice = None
    if len(rest):
        try:
            advice = _plan(settings, rest, *given, more)
        except Exception as error:  # noqa: BLE001 as above
            errors |= {int(row): _words(error) for row in rest}
            rest = rest[:0]
    return _joined(advice, rest, errors, *given)


def raising(plan, rows, trials):
    """{row: why} of the ROWS for which PLAN(rows) raises, found by halving.

    >>> def plan(rows):
    ...     if 5 in rows:
    ...         raise ValueError("no good")
    >>> raising(plan, np.arange(8), trials=50)
    {5: 'ValueError: no good'}
    """
    found, waiting = {}, [rows]
    while waiting:
        part = waiting.pop()
        error = _error_of(plan, part) if trials > 0 else RuntimeError("too many pairs fail")
        if error is None:
            continue
        if len(part) == 1 or trials <= 0:
            found |= {int(row): _words(error) for row in part}
        else:
            waiting += [part[len(part) // 2 :], part[: len(part) // 2]]
        trials -= 1
    return found


def _error_of(plan, rows):
    try:
        plan(rows)
    except Exception as error:  # noqa: BLE001 as above
        return error
    return None


def _words(error):
    return f"{type(error).__name__}: {error}"


def _plan(settings, rows, history, on_hand, pipeline, terms, more):
    own = {
        name: np.asarray(value)[rows] if name in PER_PAIR and value is not None else value
        for name, value in more.items()
    }
    part, given = history.of(rows), terms.of(rows, history.pairs)
    if own.get("minimums"):
        own["minimums"] = _minimums_of(own["minimums"], rows, history.pairs)
    planner = Planner(replace(settings)).fit(part, given)
    return planner.advise(part, on_hand[rows], pipeline[rows], given, **own)


def _minimums_of(minimums, rows, pairs):
    """The MINIMUMS of a part of the pairs: of the orders of which something is in it."""
    place = np.full(pairs, -1)
    place[rows] = np.arange(len(rows))
    out = []
    for minimum in minimums:
        there = place[minimum.rows] >= 0
        if there.any():
            price = np.broadcast_to(np.asarray(minimum.price, dtype=float), there.shape)[there]
            out.append(replace(minimum, rows=place[minimum.rows][there], price=price))
    return out


def _joined(advice, rows, errors, history, on_hand, pipeline, terms):
    """The ADVICE of ROWS beside the plain average of those that raised."""
    bad = np.array(sorted(errors), dtype=int)
    plain = _plain(bad, history, on_hand, pipeline, terms)
    if advice is None:
        advice = replace(plain, **{f.name: getattr(plain, f.name)[:0] for f in _arrays(plain)})

    def both(mine, others):
        out = np.zeros(history.pairs, dtype=np.asarray(others).dtype)
        out[rows], out[bad] = mine, others
        return out

    moves = advice.moves
    if moves:
        moves = (rows[moves[0]], rows[moves[1]], *moves[2:])
    return Advice(
        **{f.name: both(getattr(advice, f.name), getattr(plain, f.name)) for f in _arrays(plain)},
        without={
            name: both(advice.without.get(name, np.zeros(len(rows))), plain.quantity)
            for name in FACTORS_EXPLAINED
        },
        failed={int(rows[row]): why for row, why in advice.failed.items()}
        | dict.fromkeys(errors, "raised"),
        errors=errors,
        moves=moves,
    )


def _arrays(advice):
    return [f for f in fields(advice) if isinstance(getattr(advice, f.name), np.ndarray)]


def _plain(rows, history, on_hand, pipeline, terms):
    """The `Advice` of ROWS by the average of their last quarter, up to lead and review."""
    recent = history.sales[rows][:, -RECENT_WEEKS * history.cycle :].astype(float)
    mean = np.nan_to_num(np.maximum(recent, 0), posinf=0).sum(axis=1) / max(recent.shape[1], 1)
    own = terms.of(rows, history.pairs)
    lead = np.broadcast_to(np.asarray(own.lead, dtype=float), rows.shape)
    there = np.maximum(on_hand[rows], 0) + pipeline[rows].sum(axis=1)
    wanted = np.maximum(mean * (lead + terms.review) - there, 0)
    quantity = np.ceil(wanted / own.pack - 1e-6) * own.pack
    nothing = np.zeros(len(rows))
    return Advice(
        quantity=quantity,
        asked=quantity.copy(),
        lead_demand=mean * lead,
        cycle_demand=mean * terms.review,
        low=nothing,
        high=nothing.copy(),
        left=np.maximum(there - mean * lead, 0),
        service=nothing.copy(),
        kind=np.full(len(rows), KINDS.index("none"), dtype=np.int8),
        censored=np.zeros(len(rows), dtype=np.int32),
        clipped=np.zeros(len(rows), dtype=np.int32),
    )
