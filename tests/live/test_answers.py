"""Answers to calls, as members give them in Commons and in private."""

import pytest

from tests.live.commons import just_before, offered, shows, spoken_of
from tests.live.transcript import reads
from tests.live.village import Village, answer_to

pytestmark = pytest.mark.live


async def test_an_open_call_is_answered_by_a_tap(harbourlight: Village) -> None:
    village = harbourlight
    bo, cleo, dov = (village[name].member for name in ("Bo", "Cleo", "Dov"))

    prompt = await village.call("Long Reach | seats=4")
    await offered(village, prompt)
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
        after=await just_before(village, prompt),
    )


async def test_an_answer_is_given_and_taken_back_by_reply(harbourlight: Village) -> None:
    bo, amara = harbourlight["Bo"], harbourlight["Amara"]
    prompt = await harbourlight.call("By Reply")
    await offered(harbourlight, prompt)

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
    await shows(village, prompt, {})
    invitation = await kit.wait_for_invitation(room_name="microsol")
    assert invitation.is_direct
    assert invitation.inviter == service.bot
    direct = await kit.join(invitation.room_id)
    await kit.wait_for_message(
        direct,
        containing="Answers to Quiet Hour are private, so I took your ✋ away for you and counted it: "
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
    await shows(village, prompt, {})

    await reads(
        village["Esi"].member,
        village.commons,
        """
        bot: Amara is calling a crew: Low Tide...
        Dov: (taken away)
        Dov: (taken away)
        """,
        after=await just_before(village, prompt),
    )
    for one in (bo, cleo, dov):
        assert one.user_id not in await spoken_of(village, one, since=prompt)


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
