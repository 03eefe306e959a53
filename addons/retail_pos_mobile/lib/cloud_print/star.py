"""CloudPRNT, in which Star's receipt printers ask a server for work.

Source: Star Micronics, CloudPRNT Protocol Guide: polling (POST), print job requests (GET), print job
confirmation (DELETE), printer status codes.
"""

from urllib.parse import unquote

PNG = "image/png"  # each model prints it, and it needs no characters in the printer
HEADERS = {"X-Star-Cut": "full; feed=true"}
PULSE = {"X-Star-Cut": "none; feed=false", "X-Star-CashDrawer": "start"}
STATES = {
    "200": "ready",
    "211": "paper_low",
    "410": "paper_out",
    "411": "error",
    "420": "cover_open",
}
# the job's own fault: another try cannot help
HOPELESS = ("510", "511", "512", "521")


def poll_answer(token=None):
    """Return the answer to a poll: whether a job waits, and which.

    >>> poll_answer()
    {'jobReady': False}
    >>> poll_answer("7")["jobReady"], poll_answer("7")["jobToken"]
    (True, '7')
    """
    if token is None:
        return {"jobReady": False}
    return {
        "jobReady": True,
        "mediaTypes": [PNG],
        "jobToken": token,
        "deleteMethod": "DELETE",
    }


def read_code(text):
    """Return the three digits of a status code, which comes as `200 OK` or `200%20OK`, or "".

    >>> read_code("200%20OK"), read_code("410 Out of paper"), read_code("OK"), read_code(None)
    ('200', '410', '200', '')
    """
    words = unquote(str(text or "")).split()
    code = words[0] if words else ""
    if code == "OK":  # newer printers leave the number out
        return "200"
    return code if len(code) == 3 and code.isdecimal() else ""


def state_of(code):
    """Return how a printer with a status code is.

    >>> state_of("200"), state_of("211"), state_of("420"), state_of("430"), state_of("")
    ('ready', 'paper_low', 'cover_open', 'error', 'unknown')
    """
    if not code:
        return "unknown"
    return STATES.get(code) or ("ready" if code.startswith("2") else "error")
