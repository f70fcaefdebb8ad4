"""Coming into a congregation and going out of it: by command, and by Matrix itself."""

import pytest

from appservice.demo.member import Member
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId, UserId
from tests.live.service import RunningService
from tests.live.transcript import reads
from tests.live.village import Village, found

pytestmark = pytest.mark.live


async def test_a_host_invites_and_whoever_accepts_is_a_member(service: RunningService) -> None:
    village = await found(service)
    esi = await service.homeserver.newcomer("Esi")

    said = await village.founder.tell(f"!invite {esi.user_id}")
    await reads(
        village.founder.member,
        village.founder.direct,
        f"bot: I am inviting {esi.user_id} to Harbourlight.",
        after=said,
    )
    invitation = await esi.wait_for_invitation(room_name="Harbourlight")
    assert invitation.room_id == village.space
    assert invitation.is_space
    assert invitation.inviter == service.bot
    assert await esi.invitations() == {village.space: invitation}

    await esi.join(village.space)
    await esi.wait_for_invitation(room_name="Harbourlight: Commons")
    assert set(await esi.invitations()) == {village.commons}
    again = await village.founder.ask(f"!invite {esi.user_id}")
    assert again == f"{esi.user_id} is a member of Harbourlight already."


async def test_an_invitation_is_asked_for_in_any_spelling_of_a_person(
    service: RunningService,
) -> None:
    village = await found(service)
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

    await reads(founder.member, founder.direct, f"bot: {refused.format(**people)}", after=asked)


async def test_only_hosts_invite(harbourlight: Village) -> None:
    bo = harbourlight["Bo"]

    asked = await bo.tell("!invite @somebody:example.org")

    await reads(
        bo.member,
        bo.direct,
        "bot: Only hosts of Harbourlight invite people: Amara. ...",
        after=asked,
    )


async def test_who_has_not_answered_yet_is_not_asked_twice(harbourlight: Village) -> None:
    kit = await harbourlight.service.homeserver.newcomer("Kit")
    founder = harbourlight.founder
    await founder.tell(f"!invite {kit.user_id}")
    await kit.wait_for_invitation()

    asked = await founder.tell(f"!invite {kit.user_id}")

    await reads(
        founder.member,
        founder.direct,
        f"bot: {kit.user_id} has an invitation to Harbourlight already...",
        after=asked,
    )


async def test_who_declines_or_leaves_is_left_alone_until_a_host_asks_anew(
    service: RunningService,
) -> None:
    village = await found(service, people=("Bo",))
    bo = village["Bo"].member
    kit = await service.homeserver.newcomer("Kit")
    await village.founder.tell(f"!invite {kit.user_id}")
    await kit.decline((await kit.wait_for_invitation()).room_id)
    await bo.leave(village.commons)
    await bo.leave(village.space)

    await village.welcome("Cleo")  # by then everything has been looked at anew
    assert await kit.invitations() == {}
    assert await bo.invitations() == {}
    assert "not in a congregation" in await village["Bo"].ask("!calls")

    await village.founder.tell(f"!invite {kit.user_id}")
    await village.founder.tell(f"!invite {bo.user_id}")
    for person in (kit, bo):
        assert (await person.wait_for_invitation()).room_id == village.space


async def test_what_is_still_open_to_somebody_who_left_is_withdrawn(
    service: RunningService,
) -> None:
    village = await found(service)
    kit = await service.homeserver.newcomer("Kit")
    await village.founder.tell(f"!invite {kit.user_id}")
    await kit.join((await kit.wait_for_invitation()).room_id)
    await kit.wait_for_invitation(room_name="Harbourlight: Commons")

    await kit.leave(village.space)

    async def is_nothing_open() -> bool:
        return await kit.invitations() == {}

    await until(is_nothing_open, hint="the invitation to Commons to be withdrawn")


async def test_who_is_put_out_of_commons_alone_is_not_asked_back(service: RunningService) -> None:
    village = await found(service, people=("Bo",))
    bo = village["Bo"].member

    await village.founder.member.kick(village.commons, bo.user_id)
    await village.welcome("Cleo")

    assert await bo.invitations() == {}
    assert "crew" in await village["Bo"].ask("!crews")  # a member all the same


async def test_people_whom_a_host_invites_by_matrix_itself_are_noticed(
    service: RunningService,
) -> None:
    village = await found(service)
    esi = await service.homeserver.newcomer("Esi")

    await village.founder.member.invite(village.space, esi.user_id)
    await esi.join((await esi.wait_for_invitation()).room_id)

    await esi.wait_for_invitation(room_name="Harbourlight: Commons")


async def test_a_ban_in_the_space_is_carried_to_commons_and_archive(
    service: RunningService,
) -> None:
    village = await found(service, people=("Bo",))
    amara, bo = village.founder.member, village["Bo"].member
    await amara.join(village.archive)

    await amara.ban(village.space, bo.user_id)

    for room_id in (village.commons, village.archive):
        await _stands(amara, room_id, bo.user_id, "ban")
    assert "was banned from the space of Harbourlight" in await village.founder.ask(
        f"!invite {bo.user_id}"
    )
    assert await bo.invitations() == {}


async def test_whoever_is_put_out_of_the_space_keeps_their_crew_and_it_is_told(
    service: RunningService,
) -> None:
    village = await found(service, people=("Bo", "Cleo"))
    crew = await village.crew("Slow Kettle", "Amara", "Bo", "Cleo")
    amara, bo = village.founder.member, village["Bo"].member

    await amara.kick(village.space, bo.user_id)

    await bo.wait_for_message(
        crew,
        containing="Bo was removed from the space of Harbourlight. ",
        sender=service.bot,
    )
    assert (await amara.members(crew))[bo.user_id] == "join"
    await bo.say(crew, "still here")
    await village.welcome("Kit")
    assert await bo.invitations() == {}


async def test_the_answer_of_somebody_who_leaves_counts_no_more(service: RunningService) -> None:
    village = await found(service, people=("Bo", "Cleo"))
    await village["Amara"].member.say(village.commons, "!call Paper Boats | seats=3")
    await village["Bo"].ask("yes", expecting="Your yes to Paper Boats is with me.")
    await village["Bo"].member.leave(village.space)
    await village.welcome("Kit")

    answer = await village["Cleo"].ask("yes")

    assert answer.startswith("Your yes to Paper Boats is with me.")  # two of three, not three


async def _stands(looker: Member, room_id: RoomId, person: UserId, wanted: str) -> None:
    async def does() -> bool:
        return (await looker.members(room_id)).get(person) == wanted

    await until(does, hint=f"{person} to be {wanted}")
