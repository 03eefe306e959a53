"""Passwords that an attacker tries first."""

from zxcvbn import zxcvbn

LONGEST = 72  # beyond that a password is not common, and weighing it takes long
EASY = 2  # of zxcvbn's scores 0 to 4: up to a million guesses


def is_guessable(password, own_words=()):
    """Tell whether a password is common, a walk on the keyboard, or made of what belongs to the user.

    By zxcvbn (MIT), which knows 30,000 common passwords, names, words, dates and their usual disguises.

    >>> is_guessable("P@ssw0rd123"), is_guessable("qwertyuiop"), is_guessable("5201314aa")
    (True, True, True)
    >>> is_guessable("zhang.wei2026", ["zhang.wei"]), is_guessable("four plain words here")
    (True, False)
    """
    if len(password) > LONGEST:
        return False
    words = [word for word in own_words if word]
    return zxcvbn(password, user_inputs=words)["score"] < EASY
