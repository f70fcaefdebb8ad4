"""Founding a congregation: what the founder reads, and what Matrix holds afterwards."""

import pytest

from appservice.demo.seen import RoomState
from microsol_matrix.ids import RoomAlias, UserId
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from tests.live.conftest import NewService
from tests.live.service import RunningService
from tests.live.transcript import reads
from tests.live.village import Neighbour, Village, answer_to, found

pytestmark = pytest.mark.live


async def test_founding_shows_what_is_made_and_then_that_it_is_there(
    service: RunningService,
) -> None:
    amara = await service.homeserver.newcomer("Amara")
    direct = await amara.create_direct(
        service.bot, first_words='!found "Lantern Street" neighbours helping each other'
    )
    server = service.homeserver.server_name
    alias = f"#_microsol_lantern-street:{server}"

    await reads(
        amara,
        direct,
        'Amara: !found "Lantern Street" neighbours helping each other',
        f"bot: Lantern Street is here. ... Its address is {alias}.",
    )
    (plan, *_) = [m for m in await amara.messages(direct) if m.sender == service.bot]
    assert plan.body.splitlines() == [
        f"I am making Lantern Street on {server}:",
        f"- the space {alias}: whoever is joined to it is a member",
        "- Commons, where everybody talks and crews are called",
        "- Hosts, for those who look after joining and whatever needs solving",
        "- Archive, where finished crews stay readable",
        "0 of 4 rooms are made.",
    ]
    assert plan.content["msgtype"] == "m.notice"
    assert plan.content["m.mentions"] == {}


async def test_the_rooms_are_what_the_structure_says(
    service_of_version: RunningService, version: str
) -> None:
    village = await found(service_of_version, "Orchard")
    amara, bot = village.founder.member, service_of_version.bot
    states = {
        "space": await amara.state(village.space),
        **{
            key.lower(): await amara.state(room)
            for key, room in village.rooms.items()
            if key != "Archive"
        },
        "archive": await amara.state(await amara.join(village.archive)),
    }
    congregation_id = states["space"][types.CONGREGATION, ""]["id"]

    for role, state in states.items():
        _is_one_of_ours(state, bot=bot, version=version)
        assert _powers(state, bot) == {
            "bot alone above all": True,
            "founder": 50,
            "others": 0,
        }, role
    for role in ("commons", "hosts", "archive"):
        marker = states[role][types.ROOM, ""]
        assert marker == {
            "version": 1,
            "id": congregation_id,
            "role": role,
            "space": village.space,
        }
        check(types.ROOM, marker)
        assert states[role]["m.space.parent", village.space]["canonical"] is True
        assert states[role]["m.room.name", ""]["name"] == f"Orchard: {role.capitalize()}"
    assert {key: _entry(state) for key, state in states.items()} == {
        "space": ("invite", "shared"),
        "commons": (f"restricted to {village.space}", "invited"),
        "hosts": ("invite", "invited"),
        "archive": (f"restricted to {village.space}", "invited"),
    }
    assert states["space"]["m.room.create", ""]["type"] == "m.space"
    assert states["archive"]["m.room.create", ""]["type"] == "m.space"
    children = {key for type_, key in states["space"] if type_ == "m.space.child"}
    assert children == set(village.rooms.values())


async def test_what_is_published_fits_its_schema(service: RunningService) -> None:
    founder = await Neighbour.of(await service.homeserver.newcomer("Amara"), service.bot)
    await founder.tell('!found "Harbour Lane" Tea, in time | place="Severn estuary"')
    invitation = await founder.member.wait_for_invitation(room_name="Harbour Lane")
    await founder.member.join(invitation.room_id)
    state = await founder.member.state(invitation.room_id)

    card, ledger = state[types.CONGREGATION, ""], state[types.LEDGER, ""]
    check(types.CONGREGATION, card)
    check(types.LEDGER, ledger)
    told = ("name", "purpose", "place", "bot")
    assert [card[key] for key in told] == [
        "Harbour Lane",
        "Tea, in time",
        "Severn estuary",
        service.bot,
    ]
    assert founder.user_id not in str(card)
    assert founder.user_id not in str(ledger)


async def test_the_second_of_a_name_gets_an_address_of_its_own(service: RunningService) -> None:
    first = await found(service, "Two of a Name")
    second = await found(service, "Two of a Name")

    server = service.homeserver.server_name
    amara = second.founder.member
    aliases = [RoomAlias(f"#_microsol_two-of-a-name{end}:{server}") for end in ("", "-2")]
    assert [await amara.resolve(alias) for alias in aliases] == [first.space, second.space]
    await second.founder.hears(f"Its address is {aliases[1]}.")


async def test_a_name_without_any_latin_letter_is_kept(service: RunningService) -> None:
    village = await found(service, "ضوء الميناء")

    name = await village.founder.member.state_event(village.space, "m.room.name")
    assert name == {"name": "ضوء الميناء"}


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("!found", 'Tell me its name: !found "Harbourlight" ...'),
        (f'!found "{"x" * 61}"', "That is 61 characters for the name; 60 is the most. ..."),
        (
            f'!found "Quay" {"x" * 401}',
            "That is 401 characters for the purpose; 400 is the most. ...",
        ),
        ("!found Quay | size=9", "!found has no option size. It takes: place, ..."),
    ],
)
async def test_a_founding_that_cannot_be_is_refused_and_makes_nothing(
    service: RunningService, said: str, refused: str
) -> None:
    amara = await service.homeserver.newcomer("Amara")
    direct = await amara.create_direct(service.bot, first_words=said)

    await reads(amara, direct, f"Amara: {said}\nbot: {refused}")
    assert await amara.invitations() == {}


async def test_founding_is_not_for_commons(harbourlight: Village) -> None:
    bo = harbourlight["Bo"].member
    said = await bo.say(harbourlight.commons, "!found Another")

    answer = await answer_to(said, member=bo, room_id=harbourlight.commons)
    assert "in a direct message" in answer.body


async def test_only_those_whom_the_admin_allows_can_found(new_service: NewService) -> None:
    running = new_service(founding__who="@nobody:elsewhere.example")
    await running.homeserver.start()
    await running.start()
    amara = await running.homeserver.newcomer("Amara")
    direct = await amara.create_direct(running.bot, first_words="!found Harbourlight")

    server = running.homeserver.server_name
    await reads(
        amara,
        direct,
        f"""
        Amara: !found Harbourlight
        bot: On {server}...only people whom its admin has named can found a congregation. ...
        """,
    )


def _is_one_of_ours(state: RoomState, *, bot: UserId, version: str) -> None:
    create = state["m.room.create", ""]
    assert create["room_version"] == version
    assert state["io.element.functional_members", ""] == {"service_members": [bot]}
    assert state["m.room.guest_access", ""] == {"guest_access": "forbidden"}


def _powers(state: RoomState, bot: UserId) -> dict[str, object]:
    levels = state["m.room.power_levels", ""]
    users = dict(levels["users"])
    has_supreme_creator = state["m.room.create", ""]["room_version"] == "12"
    own = users.pop(bot, None)
    (founder,) = users.values()
    return {
        "bot alone above all": own == (None if has_supreme_creator else 100)
        and all(level <= 50 for level in users.values()),
        "founder": founder,
        "others": levels["users_default"],
    }


def _entry(state: RoomState) -> tuple[str, str]:
    """Say who may come in, and from when on one can read."""
    rules = state["m.room.join_rules", ""]
    rule = rules["join_rule"]
    if "allow" in rules:
        (allowed,) = rules["allow"]
        rule = f"{rule} to {allowed['room_id']}"
    return rule, state["m.room.history_visibility", ""]["history_visibility"]
