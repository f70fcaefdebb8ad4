"""Real homeservers for every live test: started once, shared by all.

Each knows one registered service (`registration`; the file is `homeserver.registrations[0]`), and
nothing listens at its url until a test starts something there. People come from
`await homeserver.newcomer("Amara")`, so tests never meet. A test that stops or kills a homeserver
starts it again.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import trustme

from appservice.config import SENDER_LOCALPART
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.synapse import Synapse
from appservice.registration import Registration, new_secret


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


@pytest.fixture(scope="session")
def registration(homeserver: Synapse) -> Registration:
    """What `homeserver` knows of the service."""
    return Registration.from_yaml(homeserver.registrations[0].read_text(encoding="utf-8"))


def _serving(directory: Path, *, authority: trustme.CA) -> Synapse:
    synapse = Synapse(directory=directory, authority=authority)
    registration = Registration(
        id="microsol",
        url=f"http://{LOOPBACK}:{reserve_loopback_port()}",
        as_token=new_secret(),
        hs_token=new_secret(),
        sender_localpart=SENDER_LOCALPART,
        server_name=synapse.server_name,
        bot_localpart="microsol",
    )
    path = directory / "registration.yaml"
    path.write_text(registration.to_yaml(), encoding="utf-8")
    synapse.registrations.append(path)
    return synapse
