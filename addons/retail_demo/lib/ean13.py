"""EAN-13 numbers for use inside one chain.

GS1 General Specifications, section 2.1.11: prefixes 20 to 29 are for restricted circulation within
a company, so a number made here can never be that of a real article.
"""

PREFIX = "20"


def check_digit(first_twelve: str) -> int:
    """Return the thirteenth digit of an EAN-13 (GS1 General Specifications, section 7.9.1).

    >>> check_digit("400638133393")
    1
    >>> check_digit("200000000001")
    5
    """
    odd = sum(int(digit) for digit in first_twelve[0::2])
    even = sum(int(digit) for digit in first_twelve[1::2])
    return -(odd + 3 * even) % 10


def internal_ean13(number: int) -> str:
    """Return the internal-use EAN-13 of a running number below ten thousand million.

    >>> internal_ean13(1)
    '2000000000015'
    >>> is_ean13(internal_ean13(987654321))
    True
    """
    body = f"{PREFIX}{number:010d}"
    if len(body) != 12:
        raise ValueError(f"{number} does not fit into ten digits")
    return f"{body}{check_digit(body)}"


def is_ean13(code: str) -> bool:
    """Tell whether the code has thirteen digits, the last of which checks.

    >>> is_ean13("4006381333931"), is_ean13("4006381333932"), is_ean13("400638133393")
    (True, False, False)
    """
    return len(code) == 13 and code.isdigit() and check_digit(code[:12]) == int(code[12])
