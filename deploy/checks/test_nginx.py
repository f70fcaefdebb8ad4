"""The proxy example, judged by nginx itself and by what comes through it.

Owns which requests pass. Refuses to know the service behind: whether one was passed on shows by the
502 of an upstream where nobody listens.
"""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

CONFIG = Path(__file__).parents[1] / "nginx.conf"
MIB = 1024 * 1024
TRANSACTION = "/_matrix/app/v1/transactions/1"


def free_port() -> int:
    """Choose a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def nginx() -> str:
    """Find nginx, or say how to get it."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    assert found, "needs nginx: apt-get install nginx-light"
    return found


def write_prefix(folder: Path, *, port: int, homeserver: str) -> Path:
    """Write a whole nginx configuration around the example, for this machine and one test."""
    certificate = trustme.CA().issue_cert("crews.example.org")
    certificate.private_key_pem.write_to_path(folder / "privkey.pem")
    for number, part in enumerate(certificate.cert_chain_pems):
        part.write_to_path(folder / "fullchain.pem", append=number > 0)
    example = CONFIG.read_text()
    for pattern, value in {
        r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        r"listen \[::\]:443 ssl;": "",
        r"/etc/ssl/crews\.example\.org": str(folder),
        r"127\.0\.0\.1:\d+;": f"127.0.0.1:{free_port()};",
        r"192\.0\.2\.10": homeserver,
    }.items():
        example, changed = re.subn(pattern, value, example)
        assert changed, f"{pattern} is no longer in the example"
    (folder / "example.conf").write_text(example)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log info;\n"
        f"events {{}} http {{ access_log off; client_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;\n"
        f"uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n"
        f"include {folder}/example.conf; }}\n"
    )
    return whole


def ask(port: int, *, path: str, body_size: int = 2) -> int:
    """Send a PUT of so many bytes through the proxy and give the status it answers."""
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=trusting, timeout=20)
    connection.putrequest("PUT", path)
    connection.putheader("Content-Length", str(body_size))
    connection.endheaders()  # refused by its length alone, or passed on: the body is not needed
    status = connection.getresponse().status
    connection.close()
    return status


def serving(folder: Path, *, homeserver: str) -> Iterator[int]:
    """Run nginx until the consumer is done, and give the port on which it answers."""
    port = free_port()
    config = write_prefix(folder, port=port, homeserver=homeserver)
    command = [nginx(), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)]
    with subprocess.Popen(command) as process:
        try:
            while True:
                assert process.poll() is None, (folder / "error.log").read_text()
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
            yield port
        finally:
            process.terminate()


@pytest.fixture
def for_us(tmp_path: Path) -> Iterator[int]:
    """Serve as if this machine were the homeserver."""
    yield from serving(tmp_path, homeserver="127.0.0.1")


@pytest.fixture
def for_others(tmp_path: Path) -> Iterator[int]:
    """Serve as the example says: for a homeserver that is not this machine."""
    yield from serving(tmp_path, homeserver="192.0.2.10")


def test_nginx_accepts_the_example_without_a_warning(tmp_path: Path) -> None:
    config = write_prefix(tmp_path, port=free_port(), homeserver="192.0.2.10")

    verdict = subprocess.run(
        [nginx(), "-t", "-q", "-p", str(tmp_path), "-c", str(config)],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (verdict.returncode, verdict.stderr) == (0, "")


def test_the_homeserver_reaches_the_service(for_us: int) -> None:
    assert ask(for_us, path=TRANSACTION) == http.client.BAD_GATEWAY


def test_nobody_else_reaches_the_service(for_others: int) -> None:
    assert ask(for_others, path=TRANSACTION) == http.client.FORBIDDEN


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/metrics", "/_matrix/client/v3/x"])
def test_nothing_but_the_application_service_is_reachable(for_us: int, path: str) -> None:
    assert ask(for_us, path=path) == http.client.NOT_FOUND


def test_the_largest_transaction_passes_and_a_larger_one_does_not(for_us: int) -> None:
    assert ask(for_us, path=TRANSACTION, body_size=32 * MIB) == http.client.BAD_GATEWAY
    assert (
        ask(for_us, path=TRANSACTION, body_size=32 * MIB + 1)
        == http.client.REQUEST_ENTITY_TOO_LARGE
    )
