"""What a page that anybody with the link may read tells of a person: enough to know oneself by."""

import unicodedata

HIDDEN = "*"
SHORT_NUMBER = 8


def mask_phone(phone):
    """Return the end of a phone number, and its beginning where enough stays hidden between them.

    >>> mask_phone("+86 138 0013 4567")
    '138****4567'
    >>> mask_phone("13800134567")
    '138****4567'
    >>> mask_phone("62837714"), mask_phone("110"), mask_phone(False)
    ('****14', '****', '')
    """
    digits = "".join(char for char in phone or "" if char.isdecimal())
    if len(digits) <= SHORT_NUMBER:
        return digits and HIDDEN * 4 + (digits[-2:] if len(digits) > 4 else "")
    return f"{digits[-11:-8]}****{digits[-4:]}"


def mask_name(name):
    """Return the first letter of a name, the rest hidden; its length tells nothing.

    >>> mask_name("李雷"), mask_name("Li Lei"), mask_name("  "), mask_name(False)
    ('李**', 'L**', '', '')
    >>> mask_name("<b>")  # no letter first: all hidden
    '**'
    """
    name = (name or "").strip()
    if not name:
        return ""
    shown = name[0] if unicodedata.category(name[0]).startswith("L") else ""
    return shown + HIDDEN * 2
