"""Approvals that a manager's phone signs without a connection.

An approval is a text ``RA1.<payload>.<signature>``, both parts in base64url without padding: the payload is
JSON, the signature ECDSA over P-256 with SHA-256 (what WebCrypto gives: r and s, 32 bytes each) of the text
before its dot. It names what it allows, so that it opens nothing else:

======  ==========================================================
``k``   number of the manager's key, as registered with the server
``n``   nonce, used once
``c``   till
``o``   key of the order, or of the deed where there is no order
``u``   user who asked
``p``   ``{operation: amount}``, at most so much
``i``   when it was signed, ``e`` when it ends, seconds since 1970
``r``   reason
======  ==========================================================
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

MARK = "RA1"
LONGEST = 2000  # characters; more is no code that anybody scanned
LONGEST_LIFE = 15 * 60  # seconds
CLOCKS_DIFFER = 15 * 60  # seconds by which phones may differ, as elsewhere
_PART = re.compile(r"[A-Za-z0-9_-]+")


class BadApproval(ValueError):
    """The text is no approval, or not of this key."""


@dataclass(frozen=True)
class SignedApproval:
    key: int
    nonce: str
    config: int
    order: str
    user: int
    amounts: dict
    issued: int
    expires: int
    reason: str
    signed: bytes
    signature: bytes

    def is_signed_by(self, public_key):
        """Tell whether the owner of a public key (SubjectPublicKeyInfo, base64) signed this."""
        key = read_public_key(public_key)
        r, s = (int.from_bytes(self.signature[at : at + 32], "big") for at in (0, 32))
        try:
            key.verify(encode_dss_signature(r, s), self.signed, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True

    def is_in_time(self, moment):
        """Tell whether it held at a moment (seconds since 1970), by clocks that may differ a little."""
        return (
            0 < self.expires - self.issued <= LONGEST_LIFE
            and self.issued - CLOCKS_DIFFER <= moment <= self.expires + CLOCKS_DIFFER
        )


def read(text):
    """Return what a signed approval says; nothing is proven yet.

    >>> read("hello")
    Traceback (most recent call last):
    ...
    odoo.addons.retail_pos_mobile.lib.signed_approval.BadApproval: no approval
    """
    try:
        mark, payload, signature = text.split(".")
        if mark != MARK or len(text) > LONGEST:
            raise BadApproval("no approval")
        told = json.loads(_decode(payload))
        amounts = {str(name): _amount(value) for name, value in told["p"].items()}
        approval = SignedApproval(
            key=_whole(told["k"]),
            nonce=str(UUID(told["n"])),
            config=_whole(told["c"]),
            order=str(UUID(told["o"])),
            user=_whole(told["u"]),
            amounts=amounts,
            issued=_whole(told["i"]),
            expires=_whole(told["e"]),
            reason=str(told.get("r") or "")[:200],
            signed=f"{mark}.{payload}".encode(),
            signature=_decode(signature),
        )
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise BadApproval("no approval") from error
    if len(approval.signature) != 64 or not amounts:
        raise BadApproval("no approval")
    return approval


def read_public_key(text):
    """Return the public key of a SubjectPublicKeyInfo in base64; only P-256 is one here.

    >>> read_public_key("AAAA")
    Traceback (most recent call last):
    ...
    odoo.addons.retail_pos_mobile.lib.signed_approval.BadApproval: no key
    """
    try:
        key = serialization.load_der_public_key(base64.b64decode(text, validate=True))
    except (binascii.Error, TypeError, ValueError) as error:
        raise BadApproval("no key") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BadApproval("no key")
    return key


def _decode(text):
    """Decode base64url without padding, and nothing that merely resembles it.

    >>> _decode("aGk")
    b'hi'
    """
    if not _PART.fullmatch(text):
        raise ValueError(text)
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _whole(value):
    if type(value) is not int or not 0 < value < 2**40:
        raise ValueError(value)
    return value


def _amount(value):
    if type(value) not in (int, float) or not 0 <= value < 1e9:
        raise ValueError(value)
    return float(value)
