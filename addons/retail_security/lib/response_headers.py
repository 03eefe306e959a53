"""Headers of security for pages of Odoo, without Odoo."""

# Owl compiles its templates in the browser (unsafe-eval), and every page of Odoo brings a script and
# styles of its own in itself (unsafe-inline): so this policy keeps out foreign code and tells nothing to
# foreign servers, but does not stop a script that stands in the page. That is QWeb's escaping.
# Odoo's own style sheets name fonts of its own server: refused, they would fill the console with errors.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob: https:",
    "font-src": "'self' data: https://fonts.odoocdn.com",
    "media-src": "'self' data: blob:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()"
A_YEAR = 365 * 24 * 60 * 60
# What could break the header, or the policy, in two
FORBIDDEN = set(",\r\n")


def fixed(is_secure):
    """Return the headers that are the same for every answer.

    >>> "Strict-Transport-Security" in fixed(False), "Strict-Transport-Security" in fixed(True)
    (False, True)
    """
    headers = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    }
    if is_secure:
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    return headers


def content_security_policy(extra=()):
    """Return the policy, with more sources for some of its directives.

    >>> "connect-src 'self' data: blob: https://bridge.example;" in content_security_policy(
    ...     {"connect-src": ["https://bridge.example"], "no-such": ["x"]}
    ... )
    True
    """
    extra = dict(extra)
    parts = []
    for directive, sources in POLICY.items():
        parts.append(" ".join([directive, sources, *extra.get(directive, ())]))
    return "; ".join(parts)


def parse_extra(text):
    """Read a setting: a directive and its sources on each line; what is no directive is left out.

    >>> parse_extra("connect-src https://a.example wss://b.example\\nscript-alert x\\n")
    {'connect-src': ['https://a.example', 'wss://b.example']}
    """
    found = {}
    for line in text.replace(";", "\n").splitlines():
        directive, *sources = line.split() or [""]
        if directive in POLICY and not FORBIDDEN & set(line):
            found.setdefault(directive, []).extend(sources)
    return found


def harden_cookies(headers, is_secure):
    """Let cookies go to our own pages alone, and by TLS alone where that is used.

    >>> from werkzeug.datastructures import Headers
    >>> headers = Headers([("Set-Cookie", "session_id=1; HttpOnly; Path=/")])
    >>> harden_cookies(headers, True)
    >>> headers["Set-Cookie"]
    'session_id=1; HttpOnly; Path=/; SameSite=Lax; Secure'
    """
    cookies = headers.getlist("Set-Cookie")
    if not cookies:
        return
    headers.remove("Set-Cookie")
    for cookie in cookies:
        flags = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
        if "samesite" not in flags:
            cookie += "; SameSite=Lax"
        if is_secure and "secure" not in flags:
            cookie += "; Secure"
        headers.add("Set-Cookie", cookie)
