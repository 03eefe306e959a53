"""From the bytes of a CSV file to rows of text: gzip, encoding, delimiter, line numbers."""

import codecs
import csv
import io
import zlib
from typing import NamedTuple

from .reasons import FileError, RowError

DELIMITERS = "|\t;,"
ENCODINGS = ("utf-8", "gb18030")
MAX_BYTES = 512 * 1024 * 1024
GZIP = b"\x1f\x8b"
# What begins like this is a spreadsheet, a PDF or an archive
NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class Table(NamedTuple):
    """A header, and an iterator over (line number, cells) or RowError; to be read once."""

    header: list
    rows: object
    encoding: str
    delimiter: str


def read_table(data, *, delimiter=None, encodings=ENCODINGS, max_bytes=MAX_BYTES):
    r"""Read the bytes of a CSV file, zipped by gzip or not; the first line is the header.

    Without a DELIMITER, the one of "|", tab, ";" and "," that the header has most often. A byte order mark decides the
    encoding, else the first of ENCODINGS in which the whole file is valid. A row's line number is that of its first
    line. Raises FileError where there is no table in it.

    >>> table = read_table('style;size\n10000;"XL\n(158)"\n10001\n10002;M\n'.encode())
    >>> table.header, table.delimiter
    (['style', 'size'], ';')
    >>> for row in table.rows: print(row)
    (2, ['10000', 'XL\n(158)'])
    line 4: The row has 1 cells, the header has 2.
    (5, ['10002', 'M'])

    >>> read_table("货号,尺码\n10000,均码\n".encode("gb18030")).encoding
    'gb18030'
    >>> read_table(b"PK\x03\x04")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    FileError: The file is no text: save a spreadsheet as CSV first.
    """
    text, encoding = _decode(_unpack(data, max_bytes), encodings)
    first_line = text[: text.find("\n") + 1 or None]
    if not first_line.strip():
        raise FileError("empty")
    delimiter = delimiter or max(DELIMITERS, key=first_line.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip() for cell in next(lines)]
    except csv.Error as error:
        raise FileError("not_text") from error
    for column in header:
        if column and header.count(column) > 1:
            raise FileError("double_column", column=column)
    return Table(header, _rows(lines, len(header)), encoding, delimiter)


def _unpack(data, max_bytes):
    """The bytes themselves, or what gzip packed into them; no more than MAX_BYTES, whatever the archive claims."""
    if not data.strip():
        raise FileError("empty")
    if data.startswith(NOT_TEXT):
        raise FileError("not_text")
    if data.startswith(GZIP):
        unpacked, rest = [], data
        room = max_bytes
        while rest:
            stream = zlib.decompressobj(wbits=31)
            try:
                unpacked.append(stream.decompress(rest, room + 1))
            except zlib.error as error:
                raise FileError("broken_gzip") from error
            room -= len(unpacked[-1])
            if room < 0:
                raise FileError("too_big", limit=max_bytes // 1024**2)
            if not stream.eof:
                raise FileError("broken_gzip")
            rest = stream.unused_data.lstrip(b"\0")
        data = b"".join(unpacked)
    if len(data) > max_bytes:
        raise FileError("too_big", limit=max_bytes // 1024**2)
    return data


def _decode(data, encodings):
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            data, encodings = data[len(mark) :], (encoding,)
            break
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise FileError("not_text")
        return text, encoding
    raise FileError("encoding", encodings=", ".join(encodings))


def _rows(lines, width):
    """Number the rows by their first line, and pick out those that cannot be read."""
    while True:
        line = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield RowError(line, "unreadable", {"error": error})
            continue
        if not any(cells):
            continue
        if len(cells) != width:
            yield RowError(line, "cells", {"found": len(cells), "expected": width})
            continue
        yield line, cells
