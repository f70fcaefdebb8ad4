"""Look-ups of the network `microsol`, and of our aliases (spec v1.19, Application Service API)."""

from urllib.parse import urlencode

import pytest
from attrs import evolve

from microsol_matrix.errors import StoreUnavailable
from tests.contracts.store.examples import OTHER, commit
from tests.contracts.store.test_listed import HARBOURLIGHT, THORNFIELD
from tests.edge.worlds import AUTHORISED, HS_TOKEN, EdgeClient
from tests.fakes.store import MemoryStore

NETWORKS = ["/_matrix/app/v1/thirdparty", "/_matrix/app/unstable/thirdparty"]
PORCH = HARBOURLIGHT[0].alias


@pytest.fixture(autouse=True)
async def porches(listings: MemoryStore) -> None:
    await listings.append(evolve(commit(), listed=HARBOURLIGHT))
    await listings.append(evolve(commit(lane=OTHER), listed=THORNFIELD))


async def found(client: EdgeClient, path: str, **fields: str) -> object:
    answer = await client.get(f"{path}?{urlencode(fields)}", headers=AUTHORISED)

    assert answer.status == 200
    return await answer.json()


@pytest.mark.parametrize("base", NETWORKS)
async def test_our_network_describes_itself(client: EdgeClient, base: str) -> None:
    answer = await client.get(f"{base}/protocol/microsol", headers=AUTHORISED)

    network = await answer.json()
    assert answer.status == 200
    assert network["location_fields"] == ["congregation", "crew"]
    assert set(network["field_types"]) == {"congregation", "crew"}
    assert all(
        {"regexp", "placeholder"} <= field.keys() for field in network["field_types"].values()
    )
    assert (network["user_fields"], network["icon"]) == ([], "")
    (instance,) = network["instances"]
    assert (instance["network_id"], instance["fields"]) == ("microsol", {})
    assert instance["desc"]


@pytest.mark.parametrize("base", NETWORKS)
async def test_a_location_is_a_porch_with_what_is_named_there_and_nothing_else(
    client: EdgeClient, base: str
) -> None:
    assert await found(client, f"{base}/location/microsol", crew="KETTLE", congregation="harb") == [
        {
            "alias": "#_microsol.porch_harbourlight:here.example",
            "protocol": "microsol",
            "fields": {"congregation": "Harbourlight", "crew": "Slow Kettle"},
        }
    ]
    assert await found(
        client, f"{base}/location/microsol", crew="écluse", access_token=HS_TOKEN
    ) == [
        {
            "alias": "#_microsol.porch_harbourlight:here.example",
            "protocol": "microsol",
            "fields": {"congregation": "Harbourlight", "crew": "Café de l'Écluse"},
        }
    ]


@pytest.mark.parametrize("base", NETWORKS)
@pytest.mark.parametrize("fields", [{}, {"congregation": "", "crew": ""}])
async def test_without_a_field_everything_is_found(
    client: EdgeClient, base: str, fields: dict[str, str]
) -> None:
    locations = await found(client, f"{base}/location/microsol", **fields)

    assert isinstance(locations, list)
    assert len(locations) == len(HARBOURLIGHT) + len(THORNFIELD)
    assert locations[0] == {
        "alias": PORCH,
        "protocol": "microsol",
        "fields": {"congregation": "Harbourlight"},
    }


@pytest.mark.parametrize("base", NETWORKS)
async def test_an_alias_leads_to_what_stands_on_its_porch(client: EdgeClient, base: str) -> None:
    locations = await found(client, f"{base}/location", alias=PORCH)

    assert isinstance(locations, list)
    assert [one["fields"].get("crew") for one in locations] == [
        None,
        "Slow Kettle",
        "Café de l'Écluse",
        "🫖",
    ]


@pytest.mark.parametrize("base", NETWORKS)
@pytest.mark.parametrize(
    "path",
    [
        "/location/microsol?congregation=nobody-knows",
        "/location/microsol?crew=!!!",
        "/location/microsol?channel=%23matrix",
        "/location?alias=%23_microsol_harbourlight:here.example",
        "/location",
        "/user/microsol?congregation=harbourlight",
        "/user?userid=%40microsol:hs.example",
        "/user",
    ],
)
async def test_nothing_else_is_found_and_nobody_ever(
    client: EdgeClient, base: str, path: str
) -> None:
    answer = await client.get(base + path, headers=AUTHORISED)

    assert (answer.status, await answer.json()) == (200, [])


@pytest.mark.parametrize("base", NETWORKS)
@pytest.mark.parametrize("kind", ["protocol", "user", "location"])
async def test_other_networks_are_unknown(client: EdgeClient, base: str, kind: str) -> None:
    answer = await client.get(f"{base}/{kind}/irc", headers=AUTHORISED)

    assert (answer.status, (await answer.json())["errcode"]) == (404, "M_NOT_FOUND")


@pytest.mark.parametrize("path", ["location/microsol", "location?alias=x", "protocol/microsol"])
async def test_strangers_look_nothing_up(client: EdgeClient, path: str) -> None:
    answer = await client.get(f"{NETWORKS[0]}/{path}")

    assert (answer.status, (await answer.json())["errcode"]) == (401, "M_MISSING_TOKEN")


async def test_a_store_that_is_away_is_told_as_something_for_later(
    client: EdgeClient, listings: MemoryStore
) -> None:
    listings.trouble = StoreUnavailable("The disk is full.")

    answer = await client.get(f"{NETWORKS[0]}/location/microsol", headers=AUTHORISED)

    assert answer.status == 503


@pytest.mark.parametrize("base", ["/_matrix/app/v1", ""])
async def test_a_porch_on_which_something_stands_is_a_room_of_ours(
    client: EdgeClient, listings: MemoryStore, base: str
) -> None:
    path = f"{base}/rooms/%23_microsol.porch_harbourlight:here.example"
    standing = await client.get(path, headers=AUTHORISED)
    await listings.append(evolve(commit(), listed=()))
    withdrawn = await client.get(path, headers=AUTHORISED)

    assert (standing.status, await standing.json()) == (200, {})
    assert (withdrawn.status, (await withdrawn.json())["errcode"]) == (404, "M_NOT_FOUND")
