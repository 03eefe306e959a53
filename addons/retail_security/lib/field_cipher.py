"""Encrypts single values with keys that the database does not hold.

A sealed value is text: ``enc1.<lookup>.<algorithm>.<key>.<nonce, ciphertext, tag>``. The place where it
stands is authenticated along with it, so that a value moved to another column does not open. ``lookup``
is an HMAC of the plain value under a key of its own: equal values have equal ones, which is what makes
a search for a whole value possible, and all that they tell.

Algorithms: AES-256-GCM (NIST SP 800-38D) and SM4-GCM (GB/T 32907, RFC 8998). Each data key is 32
random bytes; what an algorithm needs is derived from it by HKDF-SHA256 (RFC 5869).
"""

import base64
import hmac
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = "enc1"
CIPHERS = {"aes-256-gcm": (algorithms.AES, 32), "sm4-gcm": (algorithms.SM4, 16)}
NONCE, TAG, KEY = 12, 16, 32
LOOKUP_KEY = "lookup"


class NoKeyError(Exception):
    """The key that a value was sealed with is not there."""


class ForgedError(Exception):
    """A value is not what was sealed at its place."""


def encrypt(algorithm, key, nonce, data, place):
    """Return ciphertext and tag; `place` is authenticated, not encrypted.

    RFC 8998, appendix A.1:

    >>> encrypt(
    ...     "sm4-gcm",
    ...     bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"),
    ...     bytes.fromhex("00001234567800000000ABCD"),
    ...     b"".join(bytes([n]) * 8 for n in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA)),
    ...     bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"),
    ... ).hex().upper()[-64:]
    'A56834CBCF98C397B4024A2691233B8D83DE3541E4C2B58177E065A9BF7B62EC'

    The GCM specification (McGrew, Viega), test case 14, as NIST publishes it for AES-256:

    >>> encrypt("aes-256-gcm", bytes(32), bytes(12), bytes(16), b"").hex()
    'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919'
    """
    cipher, _length = CIPHERS[algorithm]
    encryptor = Cipher(cipher(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place)
    return encryptor.update(data) + encryptor.finalize() + encryptor.tag


def decrypt(algorithm, key, nonce, sealed, place):
    """Return what `encrypt` was given.

    :raise ForgedError: key, place or content is another
    """
    cipher, _length = CIPHERS[algorithm]
    decryptor = Cipher(cipher(key), modes.GCM(nonce, sealed[-TAG:])).decryptor()
    decryptor.authenticate_additional_data(place)
    try:
        return decryptor.update(sealed[:-TAG]) + decryptor.finalize()
    except InvalidTag as error:
        raise ForgedError(place.decode()) from error


def is_sealed(value):
    """Return whether a text is a sealed value.

    >>> is_sealed("enc1.x.aes-256-gcm.2026-01-01.AAAA"), is_sealed("310101"), is_sealed(None)
    (True, False, False)
    """
    return isinstance(value, str) and value.startswith(f"{MARK}.") and value.count(".") == 4


class Keyring:
    """Data keys by name, the newest name last, and the key of lookups.

    >>> ring = Keyring({"2026-01-01": b"1" * 32, "lookup": b"2" * 32})
    >>> sealed = ring.seal("310101199001011234", "hr.version.identification_id")
    >>> ring.open(sealed, "hr.version.identification_id")
    '310101199001011234'
    >>> ring.open(sealed, "hr.version.passport_id")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    field_cipher.ForgedError: hr.version.passport_id
    >>> newer = Keyring(ring.keys | {"2026-06-01": b"3" * 32})
    >>> newer.open(sealed, "hr.version.identification_id"), newer.is_current(sealed, "sm4-gcm")
    ('310101199001011234', False)
    """

    def __init__(self, keys):
        self.keys = dict(keys)

    @classmethod
    def load(cls, folder):
        """Read the keys of a folder: files ``<name>.key`` with 32 bytes in Base64, as `openssl rand` writes."""
        return cls(
            {
                path.stem: base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
                for path in sorted(Path(folder).glob("*.key"))
            }
        )

    @property
    def current(self):
        """Return the name of the key that seals."""
        names = sorted(self.keys.keys() - {LOOKUP_KEY})
        if not names:
            raise NoKeyError("")
        return names[-1]

    def seal(self, text, place, algorithm="aes-256-gcm"):
        """Return the sealed value of a text; each time another."""
        name, nonce = self.current, secrets.token_bytes(NONCE)
        sealed = encrypt(
            algorithm, self._derive(name, algorithm), nonce, text.encode(), place.encode()
        )
        data = base64.urlsafe_b64encode(nonce + sealed).decode()
        return f"{self.prefix(text, place)}{algorithm}.{name}.{data}"

    def open(self, sealed, place):
        """Return the text of a sealed value.

        :raise NoKeyError: its key is not in the ring
        :raise ForgedError: it was sealed for another place, or changed
        """
        _mark, lookup, algorithm, name, data = sealed.split(".")
        raw = base64.urlsafe_b64decode(data)
        key = self._derive(name, algorithm)
        text = decrypt(algorithm, key, raw[:NONCE], raw[NONCE:], place.encode()).decode()
        if not hmac.compare_digest(lookup, self.lookup(text, place)):
            raise ForgedError(place)
        return text

    def prefix(self, text, place):
        """Return what each sealed value of a text begins with."""
        return f"{MARK}.{self.lookup(text, place)}."

    def lookup(self, text, place):
        """Return the keyed hash by which a whole value is found."""
        key = self._key(LOOKUP_KEY)
        return hmac.new(key, f"{place}\0{text}".encode(), sha256).hexdigest()[:32]

    def is_current(self, sealed, algorithm):
        """Return whether a value is sealed by the newest key and this algorithm."""
        _mark, _lookup, used, name, _data = sealed.split(".")
        return (used, name) == (algorithm, self.current)

    def _key(self, name):
        try:
            return self.keys[name]
        except KeyError as error:
            raise NoKeyError(name) from error

    def _derive(self, name, algorithm):
        _cipher, length = CIPHERS[algorithm]
        derived = HKDF(hashes.SHA256(), length, salt=None, info=algorithm.encode())
        return derived.derive(self._key(name))


def make_key(folder, name):
    """Write a new key, readable by its owner alone; never over one that is there."""
    folder = Path(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{name}.key"
    with path.open("x", encoding="ascii") as file:
        path.chmod(0o600)
        file.write(base64.b64encode(secrets.token_bytes(KEY)).decode())
    return path
