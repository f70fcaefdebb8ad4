"""The room that a crew gets: who is asked into it, who may do what there, and who is waited for."""

import pytest

from appservice.demo.loopback import LOOPBACK
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from tests.live.transcript import reads
from tests.live.village import Village

pytestmark = pytest.mark.live


async def test_the_room_is_a_child_of_the_space_and_its_people_are_equals(
    harbourlight: Village,
) -> None:
    amara, bo = harbourlight["Amara"].member, harbourlight["Bo"].member
    room_id = await harbourlight.crew("Salt Notebook | seats=3-5", "Bo", "Cleo", "Dov")

    state = await bo.state(room_id)
    marker = state[types.CREW, ""]
    check(types.CREW, marker)
    card = await amara.state_event(harbourlight.space, types.CREW, key=marker["id"])
    assert marker["space"] == harbourlight.space
    assert card is not None
    assert (card["name"], card["seats_open"]) == ("Salt Notebook", 2)
    levels = state["m.room.power_levels", ""]
    bot = harbourlight.service.bot
    assert levels["users"] == {bot: 100, bo.user_id: 50}
    assert levels["users_default"] == 0
    assert [levels[key] for key in ("invite", "kick", "ban", "redact")] == [50, 100, 100, 100]
    assert state["m.room.join_rules", ""]["join_rule"] == "invite"
    assert state["m.room.history_visibility", ""] == {"history_visibility": "invited"}
    assert state["m.space.parent", harbourlight.space]["canonical"] is True
    assert state["io.element.functional_members", ""] == {"service_members": [bot]}
    people = {harbourlight[name].user_id for name in ("Bo", "Cleo", "Dov")}
    assert dict(await bo.members(room_id)) == dict.fromkeys({*people, bot}, "join")
    seen = (await bo.hierarchy(harbourlight.space))[harbourlight.space]
    assert room_id in seen.children
    assert room_id not in await amara.hierarchy(harbourlight.space)  # whoever is not invited


async def test_nobody_misses_the_welcome(harbourlight: Village) -> None:
    bo, cleo, dov = (harbourlight[name] for name in ("Bo", "Cleo", "Dov"))
    await harbourlight.call("Plain Speaking | seats=2-3", by="Bo")
    await cleo.ask("yes Plain Speaking", expecting="Plain Speaking")
    room_id = await bo.comes_into("Plain Speaking")
    await bo.member.wait_for_message(room_id, containing="Welcome")
    await bo.member.say(room_id, "who is coming?")
    await dov.ask("yes Plain Speaking", expecting="Plain Speaking")

    for late, can_read in (
        (
            cleo,
            ["bot: Welcome...", "  ...", "  ...", "Bo: who is coming?"],
        ),  # invited before it was said
        (dov, [""]),  # invited only now
    ):
        await late.comes_into("Plain Speaking")
        await reads(late.member, room_id, "\n".join(can_read))


async def test_later_answers_are_invited_while_there_are_seats(harbourlight: Village) -> None:
    room_id = await harbourlight.crew("Ledger and Loaf | seats=2-3", "Bo", "Cleo")

    await harbourlight["Dov"].ask("yes Ledger and Loaf", expecting="Ledger and Loaf")
    late = await harbourlight["Esi"].ask("yes Ledger and Loaf", expecting="Ledger and Loaf")

    assert await harbourlight["Dov"].comes_into("Ledger and Loaf") == room_id
    assert "waiting list" in late
    esi = harbourlight["Esi"].member
    assert room_id not in await esi.invitations()


async def test_whoever_leaves_the_room_makes_a_seat_for_the_next(harbourlight: Village) -> None:
    room_id = await harbourlight.crew("First Lanterns | seats=2", "Bo", "Cleo")
    await harbourlight["Dov"].ask("yes First Lanterns", expecting="waiting list")

    await harbourlight["Cleo"].member.leave(room_id)

    assert await harbourlight["Dov"].comes_into("First Lanterns") == room_id
    assert room_id not in await harbourlight["Cleo"].member.invitations()


async def test_whom_the_crews_host_asks_in_has_a_seat(harbourlight: Village) -> None:
    room_id = await harbourlight.crew("Night Ferry II | seats=2-4", "Bo", "Cleo")
    dov = harbourlight["Dov"]
    await harbourlight["Bo"].member.invite(room_id, dov.user_id)
    await dov.comes_into("Night Ferry II")

    answer = await dov.ask("!crews", expecting="Night Ferry II")

    line = next(line for line in answer.splitlines() if "Night Ferry II" in line)
    assert line.endswith("forming. You have a seat.")


async def test_somebody_whose_homeserver_is_gone_is_told_of_and_holds_up_nobody(
    harbourlight: Village,
) -> None:
    amara = harbourlight.founder

    await amara.tell(f"!invite @pia:{LOOPBACK}:1")
    await harbourlight.welcome("Ivo")

    told = await amara.hears(f"I could not reach @pia:{LOOPBACK}:1 with the invitation")
    assert "to Harbourlight yet" in told.body
    assert "I keep trying" in told.body
