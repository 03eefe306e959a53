"""Turn the cashier's manual into the pages that the app's Help shows, without a connection too.

Usage: python config/make_help.py            write them
       python config/make_help.py --check    fail where they are older than the manual

The manual is Markdown; what it may use is what `to_html` knows: headings, paragraphs, lists, tables,
pictures, links, **bold**, *italic* and `code`. Pictures come along, as the app cannot reach docs/.
"""

import re
import shutil
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "user"
TARGET = ROOT / "addons" / "retail_pos_mobile" / "static" / "help"
URL = "/retail_pos_mobile/static/help"
LANGUAGES = {"en": "cashier.md", "zh_CN": "cashier.zh.md"}

INLINE = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*([^*]+)\*"), r"<em>\1</em>"),
    (re.compile(r"\[([^\]]+)\]\((https?:[^)\s]+)\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),  # other pages of docs/ are not on the phone
)
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
ITEM = re.compile(r"(?:[-*]|(\d+)\.)\s+(.*)")


def to_html(text, place=lambda picture: picture):
    """Return the Markdown TEXT as HTML; PLACE says where a picture is.

    >>> print(to_html("# Sell\\n\\nTap **Pay**,\\nthen <ok>."))
    <h1>Sell</h1>
    <p>Tap <strong>Pay</strong>, then &lt;ok&gt;.</p>
    >>> print(to_html("1. one\\n2. two\\n   and more\\n\\n- three"))
    <ol><li>one</li><li>two and more</li></ol>
    <ul><li>three</li></ul>
    >>> print(to_html("| a | b |\\n|---|---|\\n| 1 | *2* |"))
    <table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><em>2</em></td></tr></table>
    >>> print(to_html("![The cart](images/cart.png)", lambda picture: "/help/cart.png"))
    <p><img src="/help/cart.png" alt="The cart" loading="lazy"></p>
    """
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n".join(_block(block.strip().splitlines(), place) for block in blocks)


def _block(lines, place):
    heading = re.match(r"(#{1,4})\s+(.*)", lines[0])
    if heading:
        level = len(heading[1])
        rest = _block(lines[1:], place) if lines[1:] else ""
        return f"<h{level}>{_inline(heading[2], place)}</h{level}>{rest}"
    if lines[0].startswith("|"):
        return _table(lines, place)
    if ITEM.match(lines[0]):
        return _list(lines, place)
    return f"<p>{_inline(' '.join(map(str.strip, lines)), place)}</p>"


def _list(lines, place):
    items = []
    for line in lines:
        item = ITEM.match(line.strip())
        if item:
            items.append(item[2])
        else:
            items[-1] += " " + line.strip()
    tag = "ol" if ITEM.match(lines[0])[1] else "ul"
    body = "".join(f"<li>{_inline(item, place)}</li>" for item in items)
    return f"<{tag}>{body}</{tag}>"


def _table(lines, place):
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head, _rule, *body = rows
    cells = [("th", head), *(("td", row) for row in body)]
    html = "".join(
        "<tr>" + "".join(f"<{tag}>{_inline(cell, place)}</{tag}>" for cell in row) + "</tr>"
        for tag, row in cells
    )
    return f"<table>{html}</table>"


def _inline(text, place):
    html = escape(text, quote=False)
    html = PICTURE.sub(
        lambda found: f'<img src="{place(found[2])}" alt="{escape(found[1])}" loading="lazy">', html
    )
    for pattern, replacement in INLINE:
        html = pattern.sub(replacement, html)
    return html


def pages():
    """Yield the path, the HTML and the pictures (source, target) of each language's page."""
    for language, name in LANGUAGES.items():
        source, pictures = MANUAL / name, []

        def place(picture, source=source, pictures=pictures, language=language):
            file = (source.parent / picture).resolve()
            pictures.append((file, TARGET / language / file.name))
            return f"{URL}/{language}/{file.name}"

        html = to_html(source.read_text("utf-8"), place) + "\n"
        yield TARGET / language / "cashier.html", html, pictures


def outdated():
    """Return the files of the app that are not what the manual says today."""
    wrong = []
    for path, html, pictures in pages():
        if not path.is_file() or path.read_text("utf-8") != html:
            wrong.append(path)
        wrong += [
            target
            for source, target in pictures
            if not target.is_file() or target.read_bytes() != source.read_bytes()
        ]
    return wrong


def write():
    for path, html, pictures in pages():
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir(parents=True)
        path.write_text(html, "utf-8")
        for source, target in pictures:
            shutil.copyfile(source, target)


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(f"older than the manual: {path}" for path in outdated()) or 0)
    write()
