"""What may be shown of a person who is not to be read in full: enough to know him by."""

import re
import unicodedata

HIDDEN = "*"
NO_YEAR = 1904
SHORT_NUMBER = 8
LOCAL_PART = re.compile(r"""([^\s<>,;"'@])[^\s<>,;"'@]*@""")


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


def mask_email(email):
    """Return e-mail addresses with their first letter and domain; whatever stands between stays.

    >>> mask_email("lilei@example.com"), mask_email('"Li Lei" <l@example.com>'), mask_email(False)
    ('l***@example.com', '"Li Lei" <l***@example.com>', '')
    >>> mask_email("a.b@x.cn, 李雷@x.cn")
    'a***@x.cn, 李***@x.cn'
    """
    return LOCAL_PART.sub(rf"\1{HIDDEN * 3}@", email or "")


def mask_address(text):
    """Return the beginning of a street, a postcode or a number, the rest hidden.

    >>> mask_address("滨江大道 1 号"), mask_address("5 Secret Lane"), mask_address("9")
    ('滨江***', '5 ***', '9***')
    >>> mask_address(False)
    ''
    """
    return text[:2] + HIDDEN * 3 if text else ""


def mask_birthday(day):
    """Return month and day of a birthday in a year that nobody alive was born in.

    >>> from datetime import date
    >>> mask_birthday(date(1992, 2, 29))  # a leap year, so that every day exists
    datetime.date(1904, 2, 29)
    """
    return day.replace(year=NO_YEAR)


def is_mask(text):
    """Tell whether a text is, or contains, a masked phone number or e-mail address.

    >>> is_mask("138****4567"), is_mask("l***@example.com"), is_mask("138 0013 4567"), is_mask("")
    (True, True, False, False)
    """
    return HIDDEN * 3 in text
