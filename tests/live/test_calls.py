"""Calls and their answers, as members read them in Commons and in private."""

import json
from datetime import UTC, datetime

import pytest

from appservice.demo.seen import Content
from appservice.demo.waiting import until
from microsol_matrix.ids import EventId
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from microsol_matrix.times import long_date
from tests.live.service import RunningService
from tests.live.transcript import reads, says
from tests.live.village import Neighbour, Village, answer_to, found

pytestmark = pytest.mark.live


async def test_a_crew_is_called_answered_in_private_and_begins(service: RunningService) -> None:
    village = await found(service, people=("Bo", "Cleo", "Dov"))
    amara, bo, cleo, dov = (village[name] for name in ("Amara", "Bo", "Cleo", "Dov"))
    everything_before = (await dov.member.events(village.commons))[-1]["event_id"]

    said = (
        '!call "Slow Kettle" Weekly hour to listen to each other '
        '| kind=support seats=3-6 weeks=6 rhythm="Tue 19:00"'
    )
    await amara.member.say(village.commons, said)
    call = await _published(village, types.CALL, "Slow Kettle")
    until_day = long_date(datetime.fromtimestamp(call["closes_on"] / 1000, tz=UTC))
    await reads(
        dov.member,
        village.commons,
        f"Amara: {said}",
        "bot: Amara is calling a crew: Slow Kettle - Weekly hour to listen to each other. "
        "support, 6 weeks, Tue 19:00, 3-6 people. "
        'Send me "yes" in a direct message (only Amara will know until it begins). '
        f"Open until {until_day}.",
        after=everything_before,
    )

    await bo.ask("yes", expecting="Your yes to Slow Kettle is with me. Only Amara will know")
    await amara.hears("Bo says yes to Slow Kettle: 2 of 3.")
    assert bo.user_id not in await _spoken_of(village, bo, since=call["prompt"])
    await cleo.ask("yes", expecting="Your yes to Slow Kettle counts; the invitation")

    rooms = [await one.comes_into("Slow Kettle") for one in (amara, bo, cleo)]
    assert len(set(rooms)) == 1
    for one in (cleo, bo, amara):
        await reads(
            one.member,
            rooms[0],
            """
            bot: Welcome. Three conversations to begin with: (1) ... (2) ... (3) ...
              Amara called Slow Kettle and hosts while you are forming. ...
            """,
        )
    await reads(
        dov.member,
        village.commons,
        f"Amara: {said}",
        f"bot: Slow Kettle is beginning. 3 seats left until {until_day}.",
        after=everything_before,
    )
    assert await dov.member.invitations() == {}
    for one in (bo, cleo):
        assert one.user_id not in await _spoken_of(village, one, since=call["prompt"])


async def test_what_is_published_of_a_call_and_its_crew(harbourlight: Village) -> None:
    village, name = harbourlight, "Paper Boats"
    prompt = await village.call(
        f'{name} - Books, aloud | kind=reading seats=2-3 weeks=4 rhythm="Sun 17:00" closes=10d'
    )
    call = await _published(village, types.CALL, name)

    check(types.CALL, call)
    closes_on = call["closes_on"]
    assert abs(closes_on / 1000 - datetime.now(tz=UTC).timestamp() - 10 * 86400) < 60  # noqa: TID251
    assert {**call, "closes_on": 0} == {
        "version": 1,
        "name": name,
        "intention": "Books, aloud",
        "kind": "reading",
        "rhythm": "Sun 17:00",
        "weeks": 4,
        "seats": {"min": 2, "max": 3},
        "answers": "open",
        "closes_on": 0,
        "prompt": prompt,
    }
    await village["Bo"].tell(f"yes {name}")
    crew = await _published(village, types.CREW, name)
    check(types.CREW, crew)
    assert crew == {
        "version": 1,
        "name": name,
        "intention": "Books, aloud",
        "kind": "reading",
        "state": "forming",
        "rhythm": "Sun 17:00",
        "seats_open": 1,
        "lineage": [],
    }

    await village["Cleo"].tell(f"yes {name}")

    async def is_full() -> bool:
        return await _published(village, types.CREW, name) == {**crew, "seats_open": 0}

    await until(is_full, hint="the card to say that no seat is left")
    assert await _published(village, types.CALL, name) == call  # it takes answers, to wait


async def test_an_open_call_is_answered_by_a_tap(harbourlight: Village) -> None:
    village = harbourlight
    bo, cleo, dov = (village[name].member for name in ("Bo", "Cleo", "Dov"))

    prompt = await village.call("Long Reach | seats=4")
    await _offered(village, prompt)
    for member, hand in ((bo, "✋🏽"), (cleo, "🙋🏿‍♀️"), (dov, "👍")):
        await member.react(village.commons, hand, to=prompt)

    for name in ("Amara", "Bo", "Cleo", "Dov"):
        await village[name].comes_into("Long Reach")
    await reads(
        dov,
        village.commons,
        """
        bot: Long Reach is beginning. All seats are taken; ...
          [✋ bot]
          [✋🏽 Bo]
          [🙋🏿‍♀️ Cleo]
          [👍 Dov]
        """,
        after=await _before(village, prompt),
    )


async def test_an_answer_is_given_and_taken_back_by_reply(harbourlight: Village) -> None:
    bo, amara = harbourlight["Bo"], harbourlight["Amara"]
    prompt = await harbourlight.call("By Reply")
    await _offered(harbourlight, prompt)

    yes = await bo.member.say(harbourlight.commons, "Yes, please!", reply_to=prompt)
    await amara.hears("Bo says yes to By Reply: 2 of 3.")
    no = await bo.member.say(harbourlight.commons, "no", reply_to=prompt)

    for said, answer in (
        (yes, "Your yes to By Reply ..."),
        (no, "I have taken back your yes to By Reply."),
    ):
        heard = await answer_to(said, member=bo.member, room_id=harbourlight.commons)
        assert heard.body.startswith(answer.removesuffix("..."))


async def test_unclicking_takes_an_answer_back_when_no_other_is_left(
    harbourlight: Village,
) -> None:
    amara, bo, cleo = (harbourlight[name] for name in ("Amara", "Bo", "Cleo"))
    prompt = await harbourlight.call("Undecided | seats=4")
    hand = await bo.member.react(harbourlight.commons, "✋", to=prompt)
    thumb = await bo.member.react(harbourlight.commons, "👍", to=prompt)
    await amara.hears("Bo says yes to Undecided: 2 of 4.")

    await bo.member.redact(harbourlight.commons, hand)
    await cleo.member.react(harbourlight.commons, "✋", to=prompt)
    await amara.hears("Cleo says yes to Undecided: 3 of 4.")
    await bo.member.redact(harbourlight.commons, thumb)
    await harbourlight["Dov"].member.react(harbourlight.commons, "✋", to=prompt)
    await amara.hears("Dov says yes to Undecided: 3 of 4.")


async def test_a_stray_hand_on_a_private_call_is_taken_away_and_counted(
    harbourlight: Village,
) -> None:
    village, service = harbourlight, harbourlight.service
    amara = village["Amara"]
    kit = await service.homeserver.newcomer("Kit")
    await amara.tell(f"!invite {kit.user_id}")
    await kit.join((await kit.wait_for_invitation()).room_id)
    await kit.join(village.commons)
    prompt = await village.call("Quiet Hour | kind=support")

    await kit.react(village.commons, "✋", to=prompt)

    await amara.hears("Kit says yes to Quiet Hour: 2 of 3.")
    await _shows(village, prompt, {})
    invitation = await kit.wait_for_invitation(room_name="microsol")
    assert invitation.is_direct
    assert invitation.inviter == service.bot
    direct = await kit.join(invitation.room_id)
    await reads(
        kit,
        direct,
        "bot: Answers to Quiet Hour are private, so I took your ✋ away for you and counted it: "
        "only Amara will know until it begins.",
    )


async def test_commons_never_learns_who_answered_a_private_call(harbourlight: Village) -> None:
    village, told = harbourlight, harbourlight["Amara"]
    bo, cleo, dov = (village[name] for name in ("Bo", "Cleo", "Dov"))
    prompt = await village.call("Low Tide | kind=support seats=5-6")

    await bo.tell("yes Low Tide")
    await told.hears("Bo says yes to Low Tide: 2 of 5.")
    await cleo.member.react(village.commons, "✋", to=prompt)
    await told.hears("Cleo says yes to Low Tide: 3 of 5.")
    await dov.member.say(village.commons, "yes", reply_to=prompt)
    await told.hears("Dov says yes to Low Tide: 4 of 5.")
    await dov.hears("Your yes to Low Tide is with me.")
    await dov.member.say(village.commons, "no", reply_to=prompt)
    await dov.hears("I have taken back your yes to Low Tide.")
    await _shows(village, prompt, {})

    await reads(
        village["Esi"].member,
        village.commons,
        """
        bot: Amara is calling a crew: Low Tide...
        Dov: (taken away)
        Dov: (taken away)
        """,
        after=await _before(village, prompt),
    )
    for one in (bo, cleo, dov):
        assert one.user_id not in await _spoken_of(village, one, since=prompt)


async def test_a_call_is_taken_back_by_its_caller_alone(harbourlight: Village) -> None:
    village, name = harbourlight, "Second Thoughts"
    prompt = await village.call(name, by="Bo")
    await _offered(village, prompt)
    call = await _published(village, types.CALL, name)
    await village["Cleo"].ask(f"yes {name}", expecting=name)

    refused = await village["Cleo"].ask(f"!withdraw {name}", expecting="Only")
    assert refused == "Only Bo, who called Second Thoughts, can take the call back."
    answer = await village["Bo"].ask(f"!withdraw {name}", expecting="taken back")
    assert answer == "I have taken back the call for Second Thoughts."

    await reads(
        village["Amara"].member,
        village.commons,
        """
        bot: ...call for Second Thoughts...taken back.
          [✋ bot]
        """,
        after=await _before(village, prompt),
    )

    async def is_gone() -> bool:
        state = await village.founder.member.state(village.space)
        return call not in state.values()

    await until(is_gone, hint="the call to be gone from the space")
    bo = village["Bo"].member
    too_late = await bo.say(village.commons, "yes", reply_to=prompt)
    told = await answer_to(too_late, member=bo, room_id=village.commons)
    assert told.body == "Second Thoughts takes no more answers."


async def test_a_call_that_waits_for_its_callers_word(harbourlight: Village) -> None:
    amara, bo, cleo = (harbourlight[name] for name in ("Amara", "Bo", "Cleo"))
    await harbourlight.call("Long Table | seats=2-4 start=when-i-say")

    early = await amara.ask("!start Long Table", expecting="Long Table")
    assert early.startswith("Long Table has 1 of the 2 people")
    await bo.tell("yes Long Table")
    await amara.hears(
        "Bo says yes to Long Table: 2 of 2. When you are ready, send me !start Long Table"
    )
    not_theirs = await bo.ask("!start Long Table", expecting="starts")
    assert not_theirs == "Only Amara, who called Long Table, starts it."
    await cleo.ask("yes Long Table", expecting="is with me")
    assert await amara.ask("!start Long Table", expecting="begins") == "Long Table begins now."

    for one in (amara, bo, cleo):
        await one.comes_into("Long Table")


async def test_a_seat_that_is_declined_goes_to_whoever_waits(harbourlight: Village) -> None:
    village, name = harbourlight, "Musical Chairs"
    bo, cleo, dov, esi = (village[one] for one in ("Bo", "Cleo", "Dov", "Esi"))
    await village.call(f"{name} | seats=3")
    for one in (bo, cleo, dov, esi):
        answer = await one.ask(f"yes {name}", expecting=name)
        assert ("waiting list" in answer) is (one in (dov, esi))

    invitation = await bo.member.wait_for_invitation(room_name=name)
    assert invitation.room_id not in await dov.member.invitations()
    await bo.member.decline(invitation.room_id)

    await dov.hears("A seat in Musical Chairs has become free, and it is yours")
    assert await dov.comes_into(name) == invitation.room_id
    for one in (bo, esi):
        assert invitation.room_id not in await one.member.invitations()


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("!call", 'Tell me its name: !call "Slow Kettle" ...'),
        (f'!call "{"x" * 61}"', "That is 61 characters for the name; 60 is the most. ..."),
        (
            f'!call "Fog" {"x" * 401}',
            "That is 401 characters for the intention; 400 is the most. ...",
        ),
        ("!call Fog | seats=1", "seats=1 does not fit. It takes the least and the most people..."),
        ("!call Fog | seats=3-11", "seats=3-11 does not fit. ... between 2 and 10: seats=3-6."),
        ("!call Fog | seats=6-3", "seats=6-3 does not fit. ..."),
        ("!call Fog | kind=party", "kind=party does not fit. It takes one of support, practice..."),
        ("!call Fog | weeks=0", "weeks=0 does not fit. ... between 1 and 26: weeks=6."),
        ("!call Fog | closes=4/1", "closes=4/1 does not fit. It takes a span or a day..."),
        ("!call Fog | closes=91d", "closes=91d does not fit. ..."),
        ("!call Fog | answers=maybe", "answers=maybe does not fit. It takes open or private."),
        ("!call Fog | start=later", "start=later does not fit. It takes at-quorum or when-i-say."),
        ("!call Fog | colour=grey", "!call has no option colour. It takes: kind, seats, ..."),
        ("!call Fog | seat=3", "!call has no option seat. Did you mean seats?"),
        (
            f"!call Fog | rhythm={'x' * 81}",
            "rhythm=... does not fit. It takes at most 80 characters.",
        ),
    ],
)
async def test_a_call_that_does_not_fit_is_refused_and_makes_nothing(
    harbourlight: Village, said: str, refused: str
) -> None:
    bo = harbourlight["Bo"]

    asked = await bo.tell(said)

    await says(bo.member, bo.direct, f"bot: {refused}", after=asked)
    assert "Fog" not in await bo.ask("!calls", expecting="in Harbourlight")


async def test_two_open_calls_do_not_share_a_name(harbourlight: Village) -> None:
    await harbourlight.call("Night Ferry")

    again = await harbourlight["Bo"].ask("!call night  FERRY", expecting="FERRY")

    assert again.startswith("There is an open call ")


async def test_a_call_made_in_private_is_put_up_in_commons(harbourlight: Village) -> None:
    answer = await harbourlight["Dov"].ask("!call Dawn Swimmers | seats=2", expecting="Dawn")

    assert answer.startswith("Your call for Dawn Swimmers is in Commons, open until ")
    await harbourlight["Bo"].member.wait_for_message(
        harbourlight.commons, containing="Dov is calling a crew: Dawn Swimmers"
    )


async def _published(village: Village, type_: str, name: str) -> Content:
    """Wait for what the space holds of something by its name."""

    async def standing() -> Content | None:
        state = await village.founder.member.state(village.space)
        contents = (content for (kind, _), content in state.items() if kind == type_)
        return next((content for content in contents if content.get("name") == name), None)

    return await until(standing, hint=f"{type_} of {name}")


async def _offered(village: Village, prompt: EventId) -> None:
    await _shows(village, prompt, {"✋": frozenset({village.service.bot})})


async def _shows(village: Village, prompt: EventId, wanted: object) -> None:
    async def does() -> bool:
        return await village.founder.member.reactions(village.commons, prompt) == wanted

    await until(does, hint=f"the prompt to show {wanted}")


async def _before(village: Village, prompt: EventId) -> EventId:
    """Give the event after which a transcript begins with a prompt."""
    events = [event["event_id"] for event in await village.founder.member.events(village.commons)]
    return EventId(events[events.index(prompt) - 1])


async def _spoken_of(village: Village, person: Neighbour, *, since: EventId) -> str:
    """Give all that came to Commons and the space, but for what the person did there themselves."""
    looker = village.founder.member
    events = await looker.events(village.commons, limit=200)
    ids = [event["event_id"] for event in events]
    later = [*events[ids.index(since) :], *await looker.events(village.space, limit=200)]
    told = [
        event
        for event in later
        if event["sender"] != person.user_id
        and (event["type"], event.get("state_key")) != ("m.room.member", person.user_id)
    ]
    return json.dumps(told)
