"""The first chapters: Amara founds Harbourlight, and neighbours come in.

Owns what people do there and what is claimed of it. Refuses to know how it looks and how it is checked.
"""

from typing import Final

from attrs import evolve

from appservice.demo.people import CAST
from appservice.demo.play import Play
from appservice.demo.season import Place, Season
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.structure import types
from microsol_matrix.words import plain, say

NAME: Final = "Harbourlight"
SEASON: Final = "Autumn Tide"
FOUNDER: Final = "Amara"
DECLINES: Final = "Kit"
STRANGER: Final = "Zoe"
"""Has an account on Harbourlight's homeserver, and nothing else of it."""
NEIGHBOUR: Final = "Juno"
"""Has an account elsewhere, and is host of a neighbouring congregation there."""


async def founding(play: Play) -> Season:
    """Have Amara found the congregation, and go into its rooms."""
    with play.chapter(f"Amara founds {NAME}") as page:
        amara = play[FOUNDER]
        page.tell("Amara writes to the bot. It makes four rooms and invites her.")
        await play.says(
            FOUNDER,
            f'!found "{NAME}" neighbours and makers helping each other do work that matters '
            '| place="Severn estuary"',
        )
        alias = RoomAlias(f"#_microsol_{NAME.lower()}:{amara.member.server_name}")
        await play.hears(FOUNDER, say("found.done", name=NAME, alias=alias))
        page.step("Amara accepts")
        alone = frozenset({FOUNDER})

        async def entered(name: str) -> Place:
            return Place(name, await amara.accept(name), hosts=alone, people=alone)

        space = await entered(NAME)
        commons = await entered(plain("commons.name", name=NAME))
        hosts = await entered(plain("hosts.name", name=NAME))
        archive = await go_into(play, plain("archive.name", name=NAME), space=space.room_id)
        for kind in (types.CONGREGATION, types.LEDGER):
            await play.until_published(space.room_id, kind)
        await play.show(space.room_id)
    return Season(
        name=NAME, address=alias, space=space, commons=commons, hosts=hosts, archive=archive
    )


async def go_into(play: Play, name: str, *, space: RoomId) -> Place:
    """Have Amara go into a space below another, as Archive, to which nobody is invited: every member may."""
    amara = play[FOUNDER]

    async def listed() -> RoomId | None:
        rooms = (await amara.member.hierarchy(space)).values()
        return next((room.room_id for room in rooms if room.name == name), None)

    room_id = await amara.member.join(await until(listed, hint=f"{name} to be listed"))
    return Place(name, room_id, hosts=frozenset({FOUNDER}), people=frozenset({FOUNDER}))


async def neighbours(play: Play, season: Season) -> Season:
    """Have Amara invite everybody but the stranger; all but one come."""
    invited = [name for name in CAST if name not in {FOUNDER, STRANGER}]
    coming = [name for name in invited if name != DECLINES]
    with play.chapter("Neighbours come in") as page:
        page.tell(
            f"She invites {len(invited)} people, among them Hana 🌊 and Noor, who writes her name "
            f"نور. All come in but {DECLINES}, who says no and is not asked again."
        )
        first, *others = invited
        await play.says(FOUNDER, f"!invite {play[first].user_id}")
        for name in others:
            await play[FOUNDER].tell(f"!invite {play[name].user_id}")
        # One after the other: if all asked at once, the homeserver would be busy with their asking.
        for count, name in enumerate(coming, start=1):
            await play[name].accept(season.space.name)
            await play[name].accept(season.commons.name)
            if name == first:
                welcome = say("tier.welcome", name=NAME, tier=say("tier.friend"))
                await play.hears(first, welcome)
            else:
                await play[name].hear(say("tier.friend"))
            page.step(f"{count} of {len(coming)} are in")
        invitation = await play[DECLINES].member.wait_for_invitation(room_name=NAME)
        await play[DECLINES].member.decline(invitation.room_id)
        page.tell("Amara gives the season a name.")
        await play.says(FOUNDER, f'!season "{SEASON}"', place=season.commons)
        begun = f"{SEASON} begins in {NAME}, until "
        await play.hears(FOUNDER, begun, place=season.commons)
        await play.show(season.space.room_id)
    return evolve(
        season,
        space=season.space.joined_by(*coming),
        commons=season.commons.joined_by(*coming),
        declined=frozenset({DECLINES}),
        strangers=frozenset({STRANGER, NEIGHBOUR}),
    )
