"""Real homeservers for every live test: started once, shared by all.

Each knows one registered service: the path of its registration is `homeserver.registrations[0]`,
and nothing listens at its url until a test starts something there. People come from
`await homeserver.newcomer("Amara")`, so tests never meet. A test that stops or kills a homeserver
starts it again.
"""

import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import trustme
import yaml

from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.synapse import Synapse


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def homeserver(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Synapse]:
    """One Synapse."""
    async with _serving(tmp_path_factory.mktemp("here"), authority=authority) as synapse:
        yield synapse


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def federation(
    homeserver: Synapse, authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Synapse, Synapse]]:
    """Two Synapses that federate: `homeserver`, and one elsewhere."""
    async with _serving(tmp_path_factory.mktemp("elsewhere"), authority=authority) as elsewhere:
        yield homeserver, elsewhere


def _serving(directory: Path, *, authority: trustme.CA) -> Synapse:
    synapse = Synapse(directory=directory, authority=authority)
    synapse.registrations.append(_write_registration(directory, server_name=synapse.server_name))
    return synapse


def _write_registration(directory: Path, *, server_name: str) -> Path:
    server = re.escape(server_name)
    registration = {
        "id": "microsol",
        "url": f"http://{LOOPBACK}:{reserve_loopback_port()}",
        "as_token": secrets.token_hex(32),
        "hs_token": secrets.token_hex(32),
        "sender_localpart": "_microsol_sender",
        "rate_limited": False,
        "protocols": ["microsol"],
        "namespaces": {
            "users": [
                {"exclusive": True, "regex": f"@microsol:{server}"},
                {"exclusive": True, "regex": f"@_microsol_.*:{server}"},
            ],
            "aliases": [{"exclusive": True, "regex": f"#_microsol.*:{server}"}],
            "rooms": [],
        },
    }
    path = directory / "registration.yaml"
    path.write_text(yaml.safe_dump(registration, sort_keys=False), encoding="utf-8")
    return path
