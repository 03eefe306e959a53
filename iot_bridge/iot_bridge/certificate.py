"""A certificate of the bridge's own, for HTTPS on a network where no authority can reach it."""

import datetime
import ipaddress
import socket
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .discovery import own_address

DAYS = 825  # browsers trust no longer ones
NAME = "retail-iot-bridge"


def context(config):
    """The TLS context for CONFIG, or None where it has no certificate."""
    if not config.secure:
        return None
    certificate, key = config.certificate, config.key
    if certificate == "local":
        certificate, key = local(config.data, config.address)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    tls.load_cert_chain(certificate, key)
    return tls


def local(folder, address):
    """Paths of certificate and key, made once, and again a month before they end."""
    certificate, key = Path(folder) / "certificate.pem", Path(folder) / "key.pem"
    if not (certificate.is_file() and key.is_file() and _lasts(certificate)):
        folder.mkdir(parents=True, exist_ok=True)
        _make(certificate, key, address)
    return certificate, key


def _lasts(path):
    found = x509.load_pem_x509_certificate(path.read_bytes())
    left = found.not_valid_after_utc - datetime.datetime.now(datetime.timezone.utc)
    return left > datetime.timedelta(days=30)


def _make(certificate, key_path, address):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.timezone.utc)
    addresses = {"127.0.0.1", own_address(), address} - {"0.0.0.0", "::"}
    names = [x509.DNSName(host) for host in {"localhost", socket.gethostname()}]
    names += [x509.IPAddress(ipaddress.ip_address(host)) for host in sorted(addresses)]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_path.touch(mode=0o600)
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
