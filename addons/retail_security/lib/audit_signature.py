"""Statements about the audit trail, signed with Ed25519 by a key that lies outside the database."""

import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class BadSignature(Exception):
    """A statement was not signed by the key, or was changed since."""


def load_key(path):
    """Return the private key in the PEM file PATH."""
    return serialization.load_pem_private_key(Path(path).read_bytes(), password=None)


def make_key(path):
    """Write a new key to PATH, which only its owner may read, and return it; never over another."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    return key


def public_text(key):
    """Return the public half of a private key as hexadecimal text."""
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return key.public_key().public_bytes(*raw).hex()


def sign(key, statement):
    """Return STATEMENT, a dictionary, with the public key and the signature in it."""
    signed = {**statement, "public_key": public_text(key)}
    return {**signed, "signature": key.sign(_text(signed)).hex()}


def check(public_key, signed):
    """Return the statement in SIGNED; raise BadSignature unless the holder of the key made it.

    >>> key = Ed25519PrivateKey.generate()
    >>> signed = sign(key, {"sequence": 5})
    >>> check(public_text(key), signed)["sequence"]
    5
    >>> check(public_text(key), signed | {"sequence": 4})
    Traceback (most recent call last):
    odoo.addons.retail_security.lib.audit_signature.BadSignature: changed, or signed with another key
    >>> check(public_text(Ed25519PrivateKey.generate()), signed)
    Traceback (most recent call last):
    odoo.addons.retail_security.lib.audit_signature.BadSignature: changed, or signed with another key
    """
    try:
        statement = dict(signed)
        signature = bytes.fromhex(statement.pop("signature"))
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(signature, _text(statement))
    except (AttributeError, InvalidSignature, KeyError, TypeError, ValueError) as error:
        raise BadSignature("changed, or signed with another key") from error
    return statement


def _text(statement):
    return json.dumps(statement, sort_keys=True, separators=(",", ":")).encode()
