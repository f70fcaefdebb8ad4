"""What members see and click in a client that is not ours."""

import pytest
from playwright.async_api import expect

from appservice.demo.waiting import until
from tests.browser.conftest import LogIn
from tests.live.village import Village

# The browser and its windows belong to the loop in which they were opened.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BOT = "microsol"
"""As clients call it."""


async def talk(village: Village) -> None:
    """Have people say in Commons what is none of the bot's business."""
    for name, words in (
        ("Amara", "The boathouse is open again, and dry."),
        ("Bo", "Good. The stove too?"),
        ("Amara", "The stove too."),
        ("Amara", "Wood is behind the door, and a kettle that whistles."),
        ("Bo", "Then I know where I am on Friday."),
    ):
        await village[name].member.say(village.commons, words)


async def is_called(village: Village, call: str) -> None:
    """Have Bo call a crew from another client, and wait until the bot has put its own ✋ below.

    Hydrogen shows a reaction that reaches it together with its message only when the room is opened
    anew. Who logs in after this sees it in any case.
    """
    bo = village["Bo"].member
    prompt = await village.call(call, by="Bo")

    async def is_there() -> bool:
        return "✋" in await bo.reactions(village.commons, prompt)

    await until(is_there, hint="the bot's own reaction")


async def test_two_invitations_lead_into_the_congregation_and_a_letter_says_welcome(
    log_in: LogIn, harbourlight: Village
) -> None:
    dov = await log_in(await harbourlight.service.homeserver.newcomer("Dov"))
    await harbourlight.founder.tell(f"!invite {dov.member.user_id}")

    await dov.accepts("Harbourlight")
    await expect(dov.composer).to_be_hidden()  # a space is no place to talk
    await dov.accepts("Harbourlight: Commons")
    await expect(dov.composer).to_be_visible()
    await dov.photograph("commons-for-a-newcomer")
    await dov.accepts(BOT)
    await dov.reads("Welcome to Harbourlight")
    await expect(dov.page.locator(".RoomList li")).to_have_count(3)


async def test_a_click_on_the_raised_hand_brings_the_crews_room(
    log_in: LogIn, harbourlight: Village
) -> None:
    await talk(harbourlight)
    await is_called(
        harbourlight,
        '"Night Walk" Along the shore, to hear the oystercatchers '
        '| kind=event seats=3-6 weeks=1 rhythm="Fri 21:00"',
    )
    cleo = await log_in(harbourlight["Cleo"].member)
    await cleo.opens("Harbourlight: Commons")

    prompt = await cleo.reads("Bo is calling a crew: Night Walk")
    assert "Along the shore, to hear the oystercatchers" in prompt
    assert "Answer with ✋ here" in prompt
    await cleo.sees_reaction("✋", 1, under=prompt)
    await cleo.photograph("a-call")
    await harbourlight.founder.ask("yes Night Walk", expecting="Night Walk")
    await cleo.clicks("✋", under=prompt)
    await cleo.sees_reaction("✋", 2, under=prompt)
    await cleo.reads("Night Walk is beginning. 3 seats left")
    await expect(cleo.room("Night Walk")).to_be_visible()
    await cleo.photograph("an-answer")

    await cleo.accepts("Night Walk")
    welcome = await cleo.reads("Welcome")
    assert "How do we want to be together?" in welcome
    assert "Bo called Night Walk" in welcome
    await cleo.says("Shall we meet at the boathouse?")
    await cleo.photograph("a-crews-room")
    crew = await harbourlight["Bo"].comes_into("Night Walk")
    await harbourlight["Bo"].member.wait_for_message(crew, containing="at the boathouse")


async def test_a_second_click_takes_the_answer_back(log_in: LogIn, harbourlight: Village) -> None:
    bo, amara = harbourlight["Bo"], harbourlight.founder
    await is_called(harbourlight, '"Net Mending" | kind=working seats=3-4 weeks=2')
    cleo = await log_in(harbourlight["Cleo"].member)
    await cleo.opens("Harbourlight: Commons")
    prompt = await cleo.reads("Bo is calling a crew: Net Mending")

    await cleo.clicks("✋", under=prompt)
    await bo.hears("Cleo says yes to Net Mending: 2 of 3.")
    await cleo.sees_reaction("✋", 2, under=prompt)
    await cleo.clicks("✋", under=prompt)
    await cleo.sees_reaction("✋", 1, under=prompt)
    await amara.tell("yes Net Mending")
    await bo.hears("Amara says yes to Net Mending: 2 of 3.")


async def test_another_emoji_from_the_menu_is_an_answer_too(
    log_in: LogIn, harbourlight: Village
) -> None:
    await is_called(harbourlight, '"Tide Tables" | kind=reading seats=2-3 weeks=1')
    cleo = await log_in(harbourlight["Cleo"].member)
    await cleo.opens("Harbourlight: Commons")
    prompt = await cleo.reads("Bo is calling a crew: Tide Tables")

    await cleo.reacts("🙋🏽", to=prompt)
    await cleo.accepts("Tide Tables")
    await cleo.reads("Welcome")


async def test_answers_in_a_direct_room_read_as_they_are_meant(
    log_in: LogIn, harbourlight: Village
) -> None:
    bo = await log_in(harbourlight["Bo"].member)
    await bo.opens(BOT)

    await bo.says("!help")
    answer = await bo.reads("I look after calls, crews and their rooms.")
    await bo.photograph("help")
    assert not set("*<>&") & set(answer)

    await bo.says("!help calls")
    await bo.reads("Lists the open calls")
    lines = bo.message("Lists the open calls").locator("li")
    await expect(lines.filter(has_text="!calls")).to_have_text("!calls - Lists the open calls")

    await bo.says("!help call")
    answer = await bo.reads("Where: in a direct message, in Commons.")
    await bo.photograph("help-about-one-command")
    assert "**" not in answer
    assert '!call "Slow Kettle"' in answer


async def test_what_people_write_stays_what_they_wrote(
    log_in: LogIn, harbourlight: Village
) -> None:
    bo = await log_in(harbourlight["Bo"].member)
    await bo.opens("Harbourlight: Commons")
    name, purpose = "<u>Salt</u> & **Stars**", "ملح ونجوم <img src=x onerror=alert(1)>"

    await bo.says(f'!call "{name}" {purpose} | kind=reading seats=2-3 weeks=1')
    said = await bo.reads("Bo is calling a crew: <u>Salt")
    await bo.photograph("markup-in-a-name")
    assert name in said
    assert "<img src=x onerror=alert(1)>" in said
    prompt = bo.message("Bo is calling a crew: <u>Salt")
    await expect(prompt.locator("u, img, .Timeline_messageBody a")).to_have_count(0)


async def test_who_writes_encrypted_is_asked_into_a_room_where_the_bot_can_read(
    log_in: LogIn, harbourlight: Village
) -> None:
    esi = await log_in(await harbourlight.service.homeserver.newcomer("Esi"))
    await harbourlight.founder.tell(f"!invite {esi.member.user_id}")
    await esi.accepts("Harbourlight")
    await esi.accepts("Harbourlight: Commons")
    await esi.rejects(BOT)  # the letter that welcomes her waits in a room without encryption
    await esi.opens("Harbourlight: Commons")
    await esi.begins_to_talk_with(BOT)  # Hydrogen makes every such room encrypted

    await esi.says("!calls")
    await esi.photograph("encrypted")
    await esi.room(BOT).filter(has_text="!").click()
    await esi.accepts_this()
    await esi.reads("I cannot read encrypted messages")
    await esi.says("!calls")
    await esi.reads("in Harbourlight")
    await esi.photograph("a-direct-room")
