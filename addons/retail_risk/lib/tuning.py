"""How verdicts move the threshold of a rule in one store.

A false alarm raises it by a tenth, a true one lowers it by a twentieth, what stays unclear leaves
it. It stays between three quarters and twice of what was set: verdicts alone can neither switch a
rule off nor make it fire at everything.
"""

from math import floor

LEAST, MOST = 0.75, 2.0
STEPS = {"false": 1.10, "true": 0.95, "unclear": 1.0}


def tuned(factor, verdict):
    """Return the factor of a threshold after one more verdict.

    >>> round(tuned(1, "false"), 4), tuned(1, "true"), tuned(1.3, "unclear")
    (1.1, 0.95, 1.3)
    >>> tuned(1.95, "false"), tuned(0.76, "true")
    (2.0, 0.75)
    """
    return min(max(factor * STEPS[verdict], LEAST), MOST)


def effective(threshold, factor, is_count):
    """Return the threshold that counts; of a count the nearest whole number, at least one.

    >>> effective(3, 1.1, True), effective(3, 1.21, True), effective(1, 0.75, True)
    (3, 4, 1)
    >>> round(effective(3.5, 1.1, False), 2)
    3.85
    """
    value = threshold * factor
    return max(floor(value + 0.5), 1) if is_count else value
