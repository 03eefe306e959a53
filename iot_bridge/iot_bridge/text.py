"""Texts as they may reach a printer: without control codes, and as wide as they will be printed."""

import unicodedata

SPACES = {"\t": " ", "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " "}
# control, format (bidirectional marks among them), surrogate, private use, unassigned
UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean(text):
    """TEXT without anything that a printer would take for a command.

    All commands of ESC/POS begin with a control code, so without control codes there is no command.
    Line feeds stay: they separate lines before a printer sees the text.

    >>> clean("Shirt\\x1bp\\x00red\\x10\\x14")
    'Shirtpred'
    >>> clean("1\\xa0299,00\\u202f€"), clean("a\\r\\nb")
    ('1 299,00 €', 'a\\nb')
    """
    text = unicodedata.normalize("NFC", str(text))
    return "".join(
        SPACES.get(char, char)
        for char in text
        if char in SPACES or char == "\n" or unicodedata.category(char) not in UNPRINTABLE
    )


def east_asian_width(char):
    """How many columns CHAR takes where ideographs take two.

    >>> east_asian_width("a"), east_asian_width("衬"), east_asian_width("\\u0301")
    (1, 2, 0)
    """
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text, measure=east_asian_width):
    """The columns that TEXT takes, a character being as wide as MEASURE says.

    >>> width("衬衫 M")
    6
    """
    return sum(map(measure, text))


def wrap(text, columns, measure=east_asian_width):
    """TEXT in lines of at most COLUMNS: at spaces where there are any, else between characters.

    >>> wrap("Linen shirt blue", 11)
    ['Linen shirt', 'blue']
    >>> wrap("纯棉短袖衬衫", 8)
    ['纯棉短袖', '衬衫']
    >>> wrap("", 8)
    ['']
    """
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for char in paragraph:
            size = measure(char)
            if used + size > columns and line:
                head, tail = _break(line, char)
                lines.append(head)
                line, used = tail, width(tail, measure)
                if char == " " and not line:
                    continue
            line, used = line + char, used + size
        lines.append(line.rstrip())
    return lines


def _break(line, following):
    """Split a full LINE at its last space; what follows that goes on in the next one."""
    if following == " ":
        return line.rstrip(), ""
    head, space, tail = line.rpartition(" ")
    if space and head.strip() and tail.isascii():
        return head.rstrip(), tail
    return line.rstrip(), ""


def pad(text, columns, align="left", measure=east_asian_width):
    """TEXT with blanks to fill COLUMNS.

    >>> pad("12.00", 8, "right"), pad("合计", 6), pad("x", 3, "center")
    ('   12.00', '合计  ', ' x ')
    """
    room = max(0, columns - width(text, measure))
    before = {"left": 0, "right": room, "center": room // 2}[align]
    return " " * before + text + " " * (room - before)
