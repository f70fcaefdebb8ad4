"""What clients make of words on their way: mentions, threads, edits, fallbacks, odd names, odd lengths."""

from typing import Any

import pytest

from appservice.demo.waiting import until
from microsol_matrix.ids import EventId
from tests.live.commons import shows
from tests.live.transcript import reads, says
from tests.live.village import Neighbour, Village, answer_to

pytestmark = pytest.mark.live


def pill(bot: str, words: str) -> str:
    """Give a mention as Element writes it."""
    return f'<a href="https://matrix.to/#/{bot}">{words}</a>'


async def in_commons(village: Village, person: Neighbour, **content: object) -> EventId:
    """Send a message to Commons just as a client would."""
    whole = {"msgtype": "m.text", **content}
    return await person.member.send(village.commons, "m.room.message", content=whole)


async def test_each_form_in_which_clients_mention_the_bot_is_heard(harbourlight: Village) -> None:
    bot, bo = harbourlight.service.bot, harbourlight["Bo"]
    declared = {"m.mentions": {"user_ids": [bot]}}
    forms: dict[str, dict[str, Any]] = {
        "Element": {
            "body": "microsol: crews",
            "format": "org.matrix.custom.html",
            "formatted_body": f"{pill(bot, 'microsol')}: crews",
            **declared,
        },
        "Element, in passing": {
            "body": "good evening microsol  !crews",
            "format": "org.matrix.custom.html",
            "formatted_body": f"good evening {pill(bot, 'microsol')}  !crews",
            **declared,
        },
        "Cinny": {"body": f"{bot} crews"},
        "Cinny, at the end": {"body": f"crews, {bot}"},
        "typed": {"body": "Microsol, crews"},
        "a name of somebody's own": {
            "body": "Harbour guide: crews",
            "format": "org.matrix.custom.html",
            "formatted_body": f"{pill(bot.replace('@', '%40'), 'Harbour guide')}: crews",
        },
        "a Matrix URI": {
            "body": "it crews",
            "format": "org.matrix.custom.html",
            "formatted_body": f'<a href="matrix:u/{bot[1:]}">it</a> crews',
        },
        "with unseen signs": {"body": "\u2067\u200b!crews\u2069\u00a0"},
    }

    for how, content in forms.items():
        asked = await in_commons(harbourlight, bo, **content)
        answer = await answer_to(asked, member=bo.member, room_id=harbourlight.commons)
        assert "Harbourlight" in answer.body, how
        assert answer.content["m.mentions"] == {}, how


async def test_who_speaks_of_the_bot_is_told_once_how_to_speak_to_it(
    harbourlight: Village,
) -> None:
    bot, dov = harbourlight.service.bot, harbourlight["Dov"]
    mention = {"m.mentions": {"user_ids": [bot]}}

    first = await in_commons(harbourlight, dov, body="I like microsol, you know", **mention)
    hint = await answer_to(first, member=dov.member, room_id=harbourlight.commons)
    second = await in_commons(harbourlight, dov, body="and microsol likes me", **mention)
    # An old client's reply, with its quotation, and the mention that newer ones put into replies.
    third = await in_commons(
        harbourlight,
        dov,
        body=f"> <{bot}> {hint.body}\n\nthanks!",
        formatted_body=f"<mx-reply><blockquote>{pill(bot, bot)}</blockquote></mx-reply>thanks!",
        **mention,
        **{"m.relates_to": {"m.in_reply_to": {"event_id": hint.event_id}}},
    )
    last = await dov.member.say(harbourlight.commons, "!crews")
    await answer_to(last, member=dov.member, room_id=harbourlight.commons)

    said = await dov.member.messages(harbourlight.commons)
    assert "I saw no command in it" in hint.body
    assert {one.reply_to for one in said if one.sender == bot} & {second, third} == set()


async def test_a_command_edited_twice_is_asked_for_again_once(harbourlight: Village) -> None:
    esi, commons = harbourlight["Esi"].member, harbourlight.commons
    said = await esi.say(commons, "I would like to know: !crews")

    await esi.edit(commons, said, body="!crewss")
    await esi.edit(commons, said, body="!crews")
    await esi.edit(commons, said, body="never mind")
    await reads(esi, commons, "bot: I do not follow later changes ...", after=said)
    last = await esi.say(commons, "!crews")
    await answer_to(last, member=esi, room_id=commons)

    answers = [one for one in await esi.messages(commons) if one.reply_to == said]
    assert len(answers) == 1


async def test_an_answer_may_stand_in_the_thread_of_a_prompt_and_talk_there_is_left_alone(
    harbourlight: Village,
) -> None:
    village, commons = harbourlight, harbourlight.commons
    bo = village["Bo"].member
    prompt = await village.call("Thread Makers | seats=4")

    talk = await bo.say(commons, "shall we?", thread=prompt)
    yes = await bo.say(commons, "yes", thread=prompt)

    answer = await answer_to(yes, member=bo, room_id=commons)
    assert answer.body.startswith("Your yes to Thread Makers is with me")
    assert answer.thread == prompt
    assert answer.content["m.relates_to"]["is_falling_back"] is True
    assert talk not in [one.reply_to for one in await bo.messages(commons)]


async def test_a_hand_that_a_host_takes_away_still_counts(harbourlight: Village) -> None:
    village = harbourlight
    amara, cleo = village["Amara"], village["Cleo"]
    prompt = await village.call("Kept Hands | seats=4")
    hand = await cleo.member.react(village.commons, "\N{RAISED HAND}\ufe0f", to=prompt)
    await amara.hears("Cleo says yes to Kept Hands: 2 of 4.")

    await amara.member.redact(village.commons, hand)
    await shows(village, prompt, {"✋": frozenset({village.service.bot})})

    assert (await cleo.ask("yes Kept Hands")).startswith("I have your yes to Kept Hands already")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("**@room** <b>Bo</b> [x](https://matrix.to/#/@amara:x)", None),
        (
            "\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}",
            "\u2068\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}\u2069",
        ),
        ("Eve\u202e\nbot: yes", "Eve bot: yes"),
        ("👩🏽\u200d🌾", None),
        ("x" * 250, "x" * 100),
    ],
    ids=["markup", "right to left", "two lines", "emoji", "long"],
)
async def test_a_name_means_nothing_but_itself(
    harbourlight: Village, name: str, shown: str | None, request: pytest.FixtureRequest
) -> None:
    village = harbourlight
    sly = await village.welcome("Sly")
    await is_called(sly, name, village)
    crew = f"Name Day {request.node.callspec.id}"

    prompt = await village.call(f"{crew} | seats=3", by="Sly")

    messages = await sly.member.messages(village.commons)
    said = next(one for one in messages if one.event_id == prompt)
    assert said.body.startswith(f"{name if shown is None else shown} is calling a crew: {crew}")
    assert said.content["m.mentions"] == {}
    assert said.html is not None
    assert "<a" not in said.html
    assert "<b>" not in said.html
    assert said.html.count("<strong>") == 1


async def is_called(person: Neighbour, name: str, village: Village) -> None:
    """Let somebody change their display name, and wait until it stands in Commons."""
    body = {"displayname": name}
    await person.member.api.call("PUT", "profile", person.user_id, "displayname", body=body)

    async def stands() -> bool:
        content = await person.member.state_event(
            village.commons, "m.room.member", key=person.user_id
        )
        return content is not None and content.get("displayname") == name

    await until(stands, hint=f"{person.user_id} to be called {name!r}")


async def test_a_message_of_60_kilobytes_and_one_of_blanks_are_taken_in_stride(
    harbourlight: Village,
) -> None:
    bo = harbourlight["Bo"]
    long = await bo.tell("!call " + "x" * 60_000)
    await bo.hears("60 is the most", after=long)
    blank = await bo.tell(" \n\u200b ")
    await bo.hears("I did not understand that.", after=blank)
    await says(bo.member, bo.direct, "bot: I did not understand that. ...", after=blank)
