"""Whole lives of answers: open and private, given and taken back, early, twice, at once."""

from datetime import timedelta

from microsol_matrix.errors import HomeserverUnreachable
from tests.fakes.door import Failure
from tests.lanes.service import found, running, words

DAY = timedelta(days=1)
UNTIL = "Monday 7 December 2026"


async def test_a_private_hand_is_taken_away_and_counted() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Night Ferry kind=support")
        await village["Bo"].tells("yes")

        given = await village["Cleo"].reacts(village.commons, village.prompt, "🙋🏽")

        assert given in service.homeserver.matrix.room(village.commons).redacted
        assert village["Cleo"].heard[-1] == "\n".join(
            (words("yes.hidden.begun", name="Night Ferry"), words("yes.seat", name="Night Ferry"))
        )
        assert len(service.rooms_named("Night Ferry")) == 1


async def test_private_answers_leave_no_trace_in_commons_before_the_crew_begins() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Amara"].says(village.commons, "!call Night Ferry kind=support seats=5")
        said = service.heard_in(village.commons)

        answered = await village["Bo"].says(village.commons, "!yes Night Ferry")
        taken_back = await village["Bo"].says(village.commons, "!no Night Ferry")
        await village["Cleo"].tells("yes")
        await village["Dov"].reacts(village.commons, village.prompt)

        assert answered == []
        assert taken_back == []
        assert service.heard_in(village.commons) == said
        left = [body for sender, body in service.homeserver.words(village.commons) if body]
        assert not any("Night Ferry" in body for body in left if body.startswith(("!yes", "!no")))
        assert village["Bo"].heard[-2:] == [
            words("yes.first", name="Night Ferry", caller="Amara"),
            words("no.done", name="Night Ferry"),
        ]


async def test_where_answers_are_open_the_bot_offers_the_first_hand() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Paper Boats answers=open")

        events = service.homeserver.matrix.room(village.commons).events
        (offered,) = [event for event in events if event.type == "m.reaction"]
        assert offered.sender == service.homeserver.bot
        assert offered.content["m.relates_to"]["key"] == "✋"


async def test_where_answers_are_private_the_bot_offers_no_hand() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Night Ferry answers=private")

        events = service.homeserver.matrix.room(village.commons).events
        assert not [event for event in events if event.type == "m.reaction"]


async def test_taking_ones_hand_away_takes_the_answer_back() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Paper Boats")
        given = await village["Bo"].reacts(village.commons, village.prompt)
        await village["Bo"].takes_away(village.commons, given)

        await village["Cleo"].reacts(village.commons, village.prompt)

        assert service.rooms_named("Paper Boats") == []


async def test_a_hand_that_somebody_else_takes_away_still_counts() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Paper Boats")
        given = await village["Bo"].reacts(village.commons, village.prompt)
        await village["Amara"].takes_away(village.commons, given)

        await village["Cleo"].reacts(village.commons, village.prompt)

        assert len(service.rooms_named("Paper Boats")) == 1


async def test_an_answer_in_words_outlives_the_hand() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Paper Boats")
        given = await village["Bo"].reacts(village.commons, village.prompt)
        await village["Bo"].tells("yes")
        await village["Bo"].takes_away(village.commons, given)

        await village["Cleo"].tells("yes")

        assert len(service.rooms_named("Paper Boats")) == 1


async def test_the_same_answer_twice_counts_once() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        await village["Bo"].tells("yes")
        assert await village["Bo"].tells("yes") == words("yes.again", name="Slow Kettle")
        await village["Bo"].reacts(village.commons, village.prompt)
        assert await village["Amara"].tells("yes") == words("yes.own", name="Slow Kettle")

        (call,) = (await village.world()).calls.values()
        assert len(call.answers) == 2
        assert service.rooms_named("Slow Kettle") == []


async def test_two_people_at_once_make_one_crew() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Paper Boats seats=2-3")

        for name in ("Bo", "Cleo"):
            person = village[name]
            service.homeserver.member_sends(person.direct, person.user_id, "yes")
        await service.settle()

        room = service.room_named("Paper Boats")
        for name in ("Amara", "Bo", "Cleo"):
            assert service.membership(room, village[name].user_id) == "invite"


async def test_a_reply_to_the_prompt_is_an_answer() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Paper Boats seats=2-3")
        await village["Amara"].says(village.commons, "!call Slow Kettle seats=2-3")

        await village["Bo"].says(village.commons, "Yes!", reply_to=village.prompts[0])

        assert len(service.rooms_named("Paper Boats")) == 1
        assert service.rooms_named("Slow Kettle") == []


async def test_a_hand_raised_before_we_know_our_own_prompt_is_counted() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        lost = HomeserverUnreachable("the answer got lost")
        service.homeserver.failures["send"] = Failure(lost, is_done=True)
        amara = village["Amara"]
        service.homeserver.member_sends(village.commons, amara.user_id, "!call Boats seats=2")
        await service.settle()
        assert not [ref for ref in (await village.world()).prompts if ref.startswith("call/")]

        await village["Bo"].reacts(village.commons, village.prompt)
        assert service.rooms_named("Boats") == []
        await service.pass_time(timedelta(seconds=5))

        assert len(village.prompts) == 1
        assert len(service.rooms_named("Boats")) == 1


async def test_a_hand_taken_away_again_before_we_know_our_own_prompt_is_not_counted() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        lost = HomeserverUnreachable("the answer got lost")
        service.homeserver.failures["send"] = Failure(lost, is_done=True)
        amara = village["Amara"]
        service.homeserver.member_sends(village.commons, amara.user_id, "!call Boats seats=2")
        await service.settle()

        given = await village["Bo"].reacts(village.commons, village.prompt)
        await village["Bo"].takes_away(village.commons, given)
        await service.pass_time(timedelta(seconds=5))

        (call,) = (await village.world()).calls.values()
        assert [answer.person for answer in call.answers] in ([amara.user_id], [])


async def test_a_reply_said_before_we_know_our_own_prompt_is_heard() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        lost = HomeserverUnreachable("the answer got lost")
        service.homeserver.failures["send"] = Failure(lost, is_done=True)
        amara = village["Amara"]
        service.homeserver.member_sends(village.commons, amara.user_id, "!call Boats seats=2")
        await service.settle()

        await village["Bo"].says(village.commons, "yes", reply_to=village.prompt)
        await service.pass_time(timedelta(seconds=5))

        assert len(service.rooms_named("Boats")) == 1
