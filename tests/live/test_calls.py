"""Calls, as members make them and read them in Commons and in private."""

from datetime import UTC, datetime, timedelta

import pytest

from appservice.demo.waiting import until
from microsol_matrix.dates import end_of
from microsol_matrix.languages import Language, written_date
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from tests.live.commons import just_before, offered, published, spoken_of
from tests.live.service import RunningService
from tests.live.transcript import reads, says
from tests.live.village import Village, answer_to, found

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
    call = await published(village, types.CALL, "Slow Kettle")
    until_day = written_date(
        datetime.fromtimestamp(call["closes_on"] / 1000, tz=UTC).date(), Language.ENGLISH
    )
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
    assert bo.user_id not in await spoken_of(village, bo, since=call["prompt"])
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
              When you agree, tell me: !agree Tue 19:00, review ...
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
        assert one.user_id not in await spoken_of(village, one, since=call["prompt"])


async def test_what_is_published_of_a_call_and_its_crew(harbourlight: Village) -> None:
    village, name = harbourlight, "Paper Boats"
    asked_at = datetime.now(tz=UTC)  # noqa: TID251 - the homeserver has no other clock
    prompt = await village.call(
        f'{name} - Books, aloud | kind=reading seats=2-3 weeks=4 rhythm="Sun 17:00" closes=10d'
    )
    call = await published(village, types.CALL, name)

    check(types.CALL, call)
    closes_on = call["closes_on"]
    now = datetime.now(tz=UTC)  # noqa: TID251 - midnight may have come since
    days = [end_of(moment + timedelta(days=10)) for moment in (asked_at, now)]
    assert closes_on // 1000 in [int(day.timestamp()) for day in days]
    assert {**call, "closes_on": 0, "opened": 0} == {
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
        "opened": 0,
        "start": "at-quorum",
        "encryption": "off",
    }
    await village["Bo"].tell(f"yes {name}")
    crew = await published(village, types.CREW, name)
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
        return await published(village, types.CREW, name) == {**crew, "seats_open": 0}

    await until(is_full, hint="the card to say that no seat is left")
    assert await published(village, types.CALL, name) == call  # it takes answers, to wait


async def test_a_call_is_taken_back_by_its_caller_alone(harbourlight: Village) -> None:
    village, name = harbourlight, "Second Thoughts"
    prompt = await village.call(name, by="Bo")
    await offered(village, prompt)
    call = await published(village, types.CALL, name)
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
        after=await just_before(village, prompt),
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


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("!call", 'Tell me its name: !call "Slow Kettle" ...'),
        (f'!call "{"x" * 61}"', "That is 61 characters for the name; 60 is the most. ..."),
        (
            f'!call "Fog" {"x" * 401}',
            "That is 401 characters for the intention; 400 is the most. ...",
        ),
        ("!call Fog | seats=1", "seats=1 does not fit. It takes two numbers between 2 and 30..."),
        ("!call Fog | seats=3-11", "seats=3-11 does not fit. ... or one for both: seats=3-6"),
        ("!call Fog | seats=6-3", "seats=6-3 does not fit. ..."),
        ("!call Fog | kind=party", "kind=party does not fit. It takes one of support, practice..."),
        ("!call Fog | weeks=0", "weeks=0 does not fit. ... between 1 and 26: weeks=6"),
        ("!call Fog | closes=4/1", "4/1 may mean ... 4 January ... or ... 1 April ... Write ..."),
        ("!call Fog | closes=soon", "closes=soon does not fit. It takes a span or a day..."),
        ("!call Fog | closes=91d", "closes=91d does not fit. ..."),
        ("!call Fog | answers=maybe", "answers=maybe does not fit. It takes open or private: ..."),
        (
            "!call Fog | start=later",
            "start=later does not fit. It takes at-quorum or when-i-say: ...",
        ),
        ("!call Fog | colour=grey", "!call has no option colour. It takes: kind, seats, ..."),
        ("!call Fog | seat=3", "!call has no option seat. Did you mean seats?"),
        (
            f"!call Fog | rhythm={'x' * 81}",
            "rhythm=... does not fit. It takes at most 80 characters: ...",
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
