"""Coming into a congregation and going out of it: by command, and by Matrix itself."""

import pytest

from appservice.demo.member import Member
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId, UserId
from tests.live.transcript import says
from tests.live.village import Village

pytestmark = pytest.mark.live


async def test_a_host_invites_and_whoever_accepts_is_a_member(harbourlight: Village) -> None:
    village, service = harbourlight, harbourlight.service
    esi = await service.homeserver.newcomer("Esi")

    said = await village.founder.tell(f"!invite {esi.user_id}")
    await says(
        village.founder.member,
        village.founder.direct,
        f"bot: I am inviting {esi.user_id} to Harbourlight as a friend. ...",
        after=said,
    )
    invitation = await esi.wait_for_invitation(room_name="Harbourlight")
    assert invitation.room_id == village.space
    assert invitation.is_space
    assert invitation.inviter == service.bot
    assert await esi.invitations() == {village.space: invitation}

    await esi.join(village.space)
    await esi.wait_for_invitation(room_name="Harbourlight: Commons")
    assert village.commons in await esi.invitations()
    again = await village.founder.ask(f"!invite {esi.user_id}", expecting=esi.user_id)
    assert again == f"{esi.user_id} is a member of Harbourlight already."


async def test_an_invitation_is_asked_for_in_any_spelling_of_a_person(
    harbourlight: Village,
) -> None:
    village, service = harbourlight, harbourlight.service
    amara = village.founder.member
    link, mention = [await service.homeserver.newcomer(name) for name in ("Esi", "Kit")]

    await village.founder.tell(f"!invite https://matrix.to/#/{link.user_id}")
    await amara.say(village.commons, "!invite Kit", mentions=[mention.user_id])

    for person in (link, mention):
        assert (await person.wait_for_invitation()).room_id == village.space


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("!invite", "Tell me whom, by their full address: !invite @esi:..."),
        ("!invite esi", "esi is not a full Matrix address. ..."),
        ("!invite {bot}", "That is me. ..."),
        ("!invite {bo}", "{bo} is a member of Harbourlight already."),
    ],
)
async def test_an_invitation_that_cannot_be_is_refused(
    harbourlight: Village, said: str, refused: str
) -> None:
    people = {"bot": harbourlight.service.bot, "bo": harbourlight["Bo"].user_id}
    founder = harbourlight.founder

    asked = await founder.tell(said.format(**people))

    await says(founder.member, founder.direct, f"bot: {refused.format(**people)}", after=asked)


async def test_only_hosts_invite(harbourlight: Village) -> None:
    bo = harbourlight["Bo"]

    asked = await bo.tell("!invite @somebody:example.org")

    await says(
        bo.member,
        bo.direct,
        "bot: That is for the hosts of Harbourlight: Amara. ...",
        after=asked,
    )


async def test_who_has_not_answered_yet_is_not_asked_twice(harbourlight: Village) -> None:
    kit = await harbourlight.service.homeserver.newcomer("Kit")
    founder = harbourlight.founder
    await founder.tell(f"!invite {kit.user_id}")
    await kit.wait_for_invitation()

    asked = await founder.tell(f"!invite {kit.user_id}")

    await says(
        founder.member,
        founder.direct,
        f"bot: {kit.user_id} has an invitation to Harbourlight already...",
        after=asked,
    )


async def test_who_declines_or_leaves_is_left_alone_until_a_host_asks_anew(
    harbourlight: Village,
) -> None:
    village = harbourlight
    pia = await village.welcome("Pia")
    kit = await village.service.homeserver.newcomer("Kit")
    await village.founder.tell(f"!invite {kit.user_id}")
    await kit.decline((await kit.wait_for_invitation()).room_id)
    await pia.member.leave(village.commons)
    await pia.member.leave(village.space)

    await village.welcome("Greta")  # by then everything has been looked at anew
    assert await kit.invitations() == {}
    assert await pia.member.invitations() == {}
    assert "not in a congregation" in await pia.ask("!calls")

    await village.founder.tell(f"!invite {kit.user_id}")
    await village.founder.tell(f"!invite {pia.user_id}")
    for person in (kit, pia.member):
        assert (await person.wait_for_invitation()).room_id == village.space


async def test_what_is_still_open_to_somebody_who_left_is_withdrawn(
    harbourlight: Village,
) -> None:
    village = harbourlight
    kit = await village.service.homeserver.newcomer("Kit")
    await village.founder.tell(f"!invite {kit.user_id}")
    await kit.join((await kit.wait_for_invitation()).room_id)
    await kit.wait_for_invitation(room_name="Harbourlight: Commons")

    await kit.leave(village.space)

    async def is_withdrawn() -> bool:
        return village.commons not in await kit.invitations()

    await until(is_withdrawn, hint="the invitation to Commons to be withdrawn")


async def test_who_is_put_out_of_commons_alone_is_not_asked_back(harbourlight: Village) -> None:
    hana = await harbourlight.welcome("Hana")

    await harbourlight.founder.member.kick(harbourlight.commons, hana.user_id)
    await harbourlight.welcome("Ivo")

    assert await hana.member.invitations() == {}
    assert "Harbourlight" in await hana.ask("!crews")  # a member all the same


async def test_people_whom_a_host_invites_by_matrix_itself_are_noticed(
    harbourlight: Village,
) -> None:
    esi = await harbourlight.service.homeserver.newcomer("Esi")

    await harbourlight.founder.member.invite(harbourlight.space, esi.user_id)
    await esi.join((await esi.wait_for_invitation()).room_id)

    await esi.wait_for_invitation(room_name="Harbourlight: Commons")


async def test_a_ban_in_the_space_is_carried_to_its_rooms_and_lifted_with_it(
    harbourlight: Village,
) -> None:
    village = harbourlight
    amara, mina = village.founder.member, await village.welcome("Mina")
    await amara.join(village.archive)
    rooms = (village.commons, village.hosts, village.archive)

    await amara.ban(village.space, mina.user_id)

    for room_id in rooms:
        await _stands(amara, room_id, mina.user_id, "ban")
    refused = await village.founder.ask(f"!invite {mina.user_id}", expecting=mina.user_id)
    assert "was banned from the space of Harbourlight" in refused
    assert await mina.member.invitations() == {}

    await amara.lift_ban(village.space, mina.user_id)

    for room_id in rooms:
        await _stands(amara, room_id, mina.user_id, "leave")
    assert await mina.member.invitations() == {}
    await village.founder.tell(f"!invite {mina.user_id}")
    await mina.member.join((await mina.member.wait_for_invitation()).room_id)
    await mina.member.wait_for_invitation(room_name="Harbourlight: Commons")


async def test_who_is_removed_from_the_space_is_out_of_commons_and_who_leaves_it_is_not(
    harbourlight: Village,
) -> None:
    village, amara = harbourlight, harbourlight.founder.member
    kit, pia = await village.welcome("Kit"), await village.welcome("Pia")
    await pia.member.leave(village.space)

    await amara.kick(village.space, kit.user_id)

    await _stands(amara, village.commons, kit.user_id, "leave")
    assert (await amara.members(village.commons))[pia.user_id] == "join"
    await amara.invite(village.space, kit.user_id)
    await kit.member.join((await kit.member.wait_for_invitation()).room_id)
    await kit.member.wait_for_invitation(room_name="Harbourlight: Commons")


async def test_whoever_is_put_out_of_the_space_keeps_their_crew_and_it_is_told(
    harbourlight: Village,
) -> None:
    village = harbourlight
    kit = await village.welcome("Kit")
    crew = await village.crew("Gather Up | seats=3", "Bo", "Cleo", "Kit")
    amara, bo = village.founder.member, village["Bo"].member

    await amara.kick(village.space, kit.user_id)

    await bo.wait_for_message(
        crew,
        containing="Kit was removed from the space of Harbourlight. ",
        sender=village.service.bot,
    )
    assert (await bo.members(crew))[kit.user_id] == "join"
    await kit.member.say(crew, "still here")
    await village.welcome("Ivo")
    assert await kit.member.invitations() == {}


async def test_the_answer_of_somebody_who_leaves_counts_no_more(harbourlight: Village) -> None:
    pia = await harbourlight.welcome("Pia")
    await harbourlight.call("Tide Tables | seats=3")
    await pia.ask("yes Tide Tables", expecting="Your yes to Tide Tables is with me.")
    await pia.member.leave(harbourlight.space)
    await harbourlight.welcome("Greta")

    answer = await harbourlight["Cleo"].ask("yes Tide Tables", expecting="Tide Tables")

    assert answer.startswith("Your yes to Tide Tables is with me.")  # two of three, not three


async def _stands(looker: Member, room_id: RoomId, person: UserId, wanted: str) -> None:
    async def does() -> bool:
        return (await looker.members(room_id)).get(person) == wanted

    await until(does, hint=f"{person} to be {wanted}")
