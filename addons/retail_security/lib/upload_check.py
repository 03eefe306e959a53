"""What is wrong with a file that somebody brings, by its name and its first bytes."""

PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe"),
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
)
PROGRAM_NAMES = {
    "apk",
    "app",
    "bat",
    "cmd",
    "com",
    "cpl",
    "dll",
    "exe",
    "hta",
    "jar",
    "lnk",
    "msi",
    "php",
    "ps1",
    "scr",
    "sh",
    "vbe",
    "vbs",
    "wsf",
}
# Phones name pictures as they like: one kind of picture under the name of another harms nobody
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF", b"BM")
ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
BEGINNINGS = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "bmp"), PICTURES),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "zip"), ZIPPED),
    **dict.fromkeys(("doc", "xls", "ppt"), (b"\xd0\xcf\x11\xe0",)),
    "pdf": (b"%PDF-",),
}


def fault_of(name, content, most_bytes):
    """Return "size", "program", "kind" or None.

    >>> fault_of("report.pdf", b"%PDF-1.7 ...", 100), fault_of("photo.png", b"\\xff\\xd8\\xff...", 100)
    (None, None)
    >>> fault_of("photo.png", b"<html>", 100), fault_of("photo.png", b"MZ...", 100)
    ('kind', 'program')
    >>> fault_of("Setup.EXE", b"x", 100), fault_of("notes.txt", b"x" * 101, 100)
    ('program', 'size')
    """
    if len(content) > most_bytes:
        return "size"
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if ending in PROGRAM_NAMES or content.startswith(PROGRAMS):
        return "program"
    beginnings = BEGINNINGS.get(ending)
    if content and beginnings and not content.startswith(beginnings):
        return "kind"
    return None
