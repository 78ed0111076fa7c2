"""A certificate for servers of the tests, on 127.0.0.1."""

import ssl
import subprocess


def certificate(folder):
    """The path of a new certificate, and a server's TLS context with it; needs openssl."""
    path, key = folder / "certificate", folder / "certificate.key"
    words = ["-nodes", "-subj", "/CN=stub", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    made = ["openssl", "req", "-x509", *curve, *words, "-keyout", key, "-out", path]
    subprocess.run([str(word) for word in made], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key)
    return path, context
