"""The variants of a style: their references, and how customers' wishes spread over them."""

COLOUR_SHARES = (0.5, 0.28, 0.14, 0.08)
LETTER_SIZES = ("XS", "S", "M", "L", "XL", "2XL")


def colour_share(position: int) -> float:
    """Return the share of the style's sales that its first, second, … colour makes.

    >>> colour_share(0), colour_share(3), colour_share(9)
    (0.5, 0.08, 0.08)
    """
    return COLOUR_SHARES[min(position, len(COLOUR_SHARES) - 1)]


def size_shares(count: int) -> list[float]:
    """Return the shares of a run of sizes, the middle ones selling best; they add up to 1.

    >>> size_shares(1)
    [1.0]
    >>> [round(share, 2) for share in size_shares(5)]
    [0.11, 0.22, 0.33, 0.22, 0.11]
    """
    weights = [min(position + 1, count - position) for position in range(count)]
    return [weight / sum(weights) for weight in weights]


def size_rank(code: str) -> tuple[int, int]:
    """Return the sort key of a size: letters from small to large, then numbers ascending.

    >>> sorted(["120", "L", "2XL", "36", "XS", "XL", "S", "M"], key=size_rank)
    ['XS', 'S', 'M', 'L', 'XL', '2XL', '36', '120']
    """
    return (0, LETTER_SIZES.index(code)) if code in LETTER_SIZES else (1, int(code))


def variant_code(style_number: str, colour: str, size: str | None = None) -> str:
    """Return the internal reference of a variant: style, colour and, if it has sizes, size.

    >>> variant_code("JK1001", "BLK", "XL"), variant_code("AC5001", "LIM")
    ('JK1001-BLK-XL', 'AC5001-LIM')
    """
    return "-".join(filter(None, (style_number, colour, size)))
