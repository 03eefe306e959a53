"""Addresses of devices beside a till, as sources of a content security policy."""

import re

# as a person types it: with or without http://, a port, and a path (the bridge's token)
ADDRESS = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)"
    r"(?::(?P<port>\d{1,5}))?(?:[/?#].*)?",
    re.IGNORECASE,
)


def device_sources(addresses):
    """Return the origins of ADDRESSES, each once; of what is no address none.

    The till puts its own scheme and port before and behind an address that has none.

    >>> device_sources(["https://192.168.1.9:8282/TOKEN", "https://192.168.1.9:8282/OTHER", False])
    ['https://192.168.1.9:8282']
    >>> device_sources(["pi.local"])
    ['http://pi.local:*', 'https://pi.local:*']
    >>> device_sources(["*", "x; script-src *", "javascript:alert(1)", "https://a.example b.example"])
    []
    """
    found = {}
    for address in addresses:
        match = ADDRESS.fullmatch((address or "").strip())
        if not match:
            continue
        schemes = [match["scheme"].lower()] if match["scheme"] else ["http", "https"]
        for scheme in schemes:
            found[f"{scheme}://{match['host'].lower()}:{match['port'] or '*'}"] = True
    return [*found]
