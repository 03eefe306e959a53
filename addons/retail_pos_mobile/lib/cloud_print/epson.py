"""Server Direct Print, in which Epson's receipt printers ask a server for work.

Source: Epson, Server Direct Print User's Manual (PrintRequestInfo 2.00, whose jobs have ids) and
ePOS-Print XML User's Manual (elements `command` and `response`, bits of `status`).
"""

from dataclasses import dataclass

from lxml import etree

EPOS = "http://www.epson-pos.com/schemas/2011/03/epos-print"
DEVICE = "local_printer"
PATIENCE = 60_000  # milliseconds until the printer gives a job up
# the first that is set tells the state
STATUS = (
    (0x00000001, "unreachable"),
    (0x00080000, "paper_out"),
    (0x00000020, "cover_open"),
    (0x00000800, "cutter"),
    (0x00000400 | 0x00002000 | 0x00004000, "error"),
    (0x00000008, "offline"),
    (0x00020000, "paper_low"),
)
# what another try cannot help
HOPELESS = ("SchemaError", "DeviceNotFound", "RequestEntityTooLarge")


@dataclass(frozen=True)
class Result:
    """What became of a job; `status` are the printer's bits at its end."""

    job: str
    success: bool
    code: str
    status: int


def print_request(job, data):
    """Return the answer that has DATA, commands of ESC/POS, printed as JOB (1 to 30 characters).

    >>> b"<command" in print_request("7", b"\\x1b@") and b">1b40</" in print_request("7", b"\\x1b@")
    True
    """
    root = etree.Element("PrintRequestInfo", Version="2.00")
    request = etree.SubElement(root, "ePOSPrint")
    parameter = etree.SubElement(request, "Parameter")
    for name, value in (("devid", DEVICE), ("timeout", str(PATIENCE)), ("printjobid", job)):
        etree.SubElement(parameter, name).text = value
    document = etree.SubElement(
        etree.SubElement(request, "PrintData"), f"{{{EPOS}}}epos-print", nsmap={None: EPOS}
    )
    etree.SubElement(document, f"{{{EPOS}}}command").text = data.hex()
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def read_results(document):
    """Return the results in the bytes DOCUMENT (PrintResponseInfo); raises ValueError.

    >>> read_results(b'<PrintResponseInfo Version="2.00"><ePOSPrint><Parameter><printjobid>7</printjobid>'
    ...     b'</Parameter><PrintResponse><response success="false" code="EPTR_REC_EMPTY" status="524288"/>'
    ...     b'</PrintResponse></ePOSPrint></PrintResponseInfo>')
    [Result(job='7', success=False, code='EPTR_REC_EMPTY', status=524288)]
    >>> read_results(b"<PrintResponseInfo>")
    Traceback (most recent call last):
    ...
    ValueError: the result is no XML
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("the result is no XML") from error
    return [_read_result(part) for part in root.iterfind("{*}ePOSPrint")]


def _read_result(part):
    response = part.find("{*}PrintResponse/{*}response")
    given = {} if response is None else response.attrib
    status = given.get("status", "")
    return Result(
        part.findtext("{*}Parameter/{*}printjobid", "").strip(),
        given.get("success") in ("true", "1"),
        given.get("code", "")[:64],
        int(status) if status.isdecimal() and len(status) < 12 else 0,
    )


def state_of(status):
    """Return how a printer with the bits STATUS is.

    >>> state_of(251658262), state_of(0x00080000 | 0x8), state_of(0x00020000 | 0x2)
    ('ready', 'paper_out', 'paper_low')
    """
    return next((state for bits, state in STATUS if status & bits), "ready")
