"""Judge what comes from neighbours: proposing, read, gone; what was found of them `porch_found` judges.

Owns that nothing a neighbour does makes a link without our hosts, and that whoever does much costs little. Refuses
to know what our own hosts say (`linking`) and what time brings (`link_times`).
"""

from typing import Final, assert_never

from attrs import evolve as changed

from microsol_matrix.decide.afar import (
    Neighbouring,
    NeighbourProbed,
    NeighbourStirred,
    PorchFollowed,
    PorchFound,
    PorchInvited,
    PorchWasRead,
    SeatDoubted,
    SeatLost,
)
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.link_following import followed, goes_on_elsewhere
from microsol_matrix.decide.link_times import troubled
from microsol_matrix.decide.links import (
    become_mutual,
    end_unasked,
    forget_declined,
    is_publishing,
    tell,
    with_state,
)
from microsol_matrix.decide.once import once, once_ref
from microsol_matrix.decide.porch_found import NAME_LIMIT, PURPOSE_LIMIT, decide_found, over
from microsol_matrix.ids import EventId, RoomId, ServerName, Text, UserId, server_of
from microsol_matrix.observe import MembershipChanged
from microsol_matrix.places import HOSTS, PORCH
from microsol_matrix.scales.link import (
    COUNTED_FOR,
    Link,
    LinkBegan,
    LinkEnd,
    LinkState,
    NeighbourHeard,
    PorchRead,
    PorchStirred,
    Scope,
    SeatLeft,
)
from microsol_matrix.seen import OUT, MembershipSeen, Notice
from microsol_matrix.structure.legible import legible
from microsol_matrix.talk.links import who
from microsol_matrix.words import say

OPEN_OF_A_SERVER: Final = 3
"""Proposals of one homeserver that wait for our hosts at once."""
OPEN_IN_ALL: Final = 20
"""Proposals that wait for our hosts at once."""
NEW_OF_A_SERVER: Final = 5
"""Proposals of one homeserver that are brought to our hosts within a day."""


def decide_neighbour(course: Course, happening: Neighbouring) -> None:
    """Judge what a neighbour did, or what was seen of it."""
    match happening:
        case PorchFound():
            decide_found(course, happening)
        case PorchInvited():
            _invited(course, happening)
        case PorchFollowed():
            followed(course, happening)
        case PorchWasRead():
            _read(course, happening)
        case NeighbourStirred(porch=porch, card_by=card_by):
            stirred(course, porch, card_by=card_by)
        case SeatLost(porch=porch):
            lose_seat(course, porch)
        case SeatDoubted(porch=porch):
            _doubt_seat(course, porch)
        case NeighbourProbed(porch=porch, trouble=trouble) if trouble is not None:
            troubled(course, porch, trouble)
        case NeighbourProbed(porch=porch):
            _heard(course, porch)
        case _:
            assert_never(happening)
    forget_declined(course)


# ------------------------------------------------------------------------------------- proposing


def _invited(course: Course, invited: PorchInvited) -> None:
    """Take in that a neighbour proposes a link: our hosts are asked, unless too much comes from there."""
    own = course.world.room(PORCH)
    if own is None or own.room_id == invited.porch or invited.to not in (None, own.room_id):
        return
    before = course.world.links.get(invited.porch)
    if before is not None and before.is_live:
        if before.state in (LinkState.PROPOSED, LinkState.MUTUAL):
            stirred(course, invited.porch)  # they propose what we propose, too: their porch tells
        return
    link = Link(
        porch=invited.porch,
        state=LinkState.ASKED,
        scope=Scope.CARD,
        via=invited.via,
        address=invited.address,
        bot=invited.by,
        since=course.moment.now,
        # An old room's server names its events itself: two proposals of one name would share their prompt.
        because=EventId(f"{invited.event_id}/{invited.porch}"),
        name=legible(invited.name, limit=NAME_LIMIT),
        purpose=legible(invited.purpose, limit=PURPOSE_LIMIT),
    )
    if _may_ask(course, server_of(invited.by)):
        course.add(LinkBegan(link))
    else:
        course.add(LinkBegan(over(link)))


def _may_ask(course: Course, server: ServerName) -> bool:
    """Whether one more proposal of a homeserver is brought to our hosts; they are told once a day of too many."""
    world = course.world
    if not is_publishing(world) or server in world.refused_servers:
        return False
    asked = with_state(world, LinkState.ASKED)
    of_server = [link for link in asked if server_of(link.bot) == server]
    since = course.moment.now - COUNTED_FOR
    new = [one for one in world.proposals if server_of(one.bot) == server and one.at > since]
    if len(asked) >= OPEN_IN_ALL:
        text = say("link.flood.all", count=OPEN_IN_ALL).in_language(world.language)
        _tell_of_flood(course, "*", text=text)
        return False
    if len(of_server) < OPEN_OF_A_SERVER and len(new) < NEW_OF_A_SERVER:
        return True
    text = say("link.flood", server=server).in_language(world.language)
    _tell_of_flood(course, server, text=text)
    return False


def _tell_of_flood(course: Course, whose: str, *, text: Text) -> None:
    """Tell hosts once a day that proposals are declined unasked: of one homeserver, or of all."""
    hosts = course.world.room(HOSTS)
    if hosts is None:
        return
    day = course.world.day_of(course.moment.now).isoformat()
    ref = once_ref("link-flood", whose, day)
    course.add(*once(course.world, Notice(ref, hosts.room_id, text, reply_to=None, thread=None)))


# ------------------------------------------------------------------------------------------ read


def _read(course: Course, read: PorchWasRead) -> None:
    """Take in what a neighbour's porch says now, and what follows for the link."""
    link = course.world.links.get(read.porch)
    if link is None:
        return
    before = link.reading
    if goes_on_elsewhere(course, link, read):
        return
    if read.reading.is_halfway and before is not None and not before.is_halfway:
        # Whoever replaces something takes it away first: nothing is concluded from the moment between the two.
        course.add(
            PorchRead(read.porch, changed(before, is_halfway=True), at=read.at, via=read.via)
        )
        course.add(PorchStirred(read.porch, at=course.moment.now))
        return
    course.add(PorchRead(read.porch, read.reading, at=read.at, via=read.via))
    is_named = read.reading.claim is not None
    match link.state:
        case LinkState.AGREED if is_named:
            become_mutual(course, link)
        case LinkState.AGREED:
            end_unasked(course, link, LinkEnd.NOT_BACKED)
        case LinkState.PROPOSED if is_named:
            become_mutual(course, link)
        case LinkState.PROPOSED if read.reading.card is None:
            end_unasked(course, link, LinkEnd.LEFT)  # they publish nothing any more
        case LinkState.MUTUAL if not is_named:
            end_unasked(course, link, LinkEnd.LEFT)
        case _:
            pass


def stirred(course: Course, porch: RoomId, *, card_by: UserId | None = None) -> None:
    """Note that a porch is to be read again; a flood of news there makes one note until it was.

    A card that was just written is whole, whatever was taken away before: it is read at once, where that is not
    too often.
    """
    link = course.world.links.get(porch)
    if link is None or link.state not in (LinkState.PROPOSED, LinkState.MUTUAL):
        return
    now = course.moment.now
    if card_by == link.bot and not link.is_stale and link.rests_until <= now:
        course.add(PorchStirred(porch, at=now, is_settled=True))
    elif link.stirred_at is None or link.is_stale:
        course.add(PorchStirred(porch, at=now))


# ------------------------------------------------------------------------------------------ gone


def lose_seat(course: Course, porch: RoomId) -> None:
    """Take in that they want us on their porch no more: the link, or its proposal, is over."""
    link = course.world.links.get(porch)
    if link is None:
        return
    course.add(SeatLeft(porch))
    if link.is_live:
        end_unasked(course, link, LinkEnd.LEFT)


def _doubt_seat(course: Course, porch: RoomId) -> None:
    """Look whether they put us out now, or did once: a link that is made again outlives news of its first end."""
    link = course.world.links.get(porch)
    if link is not None and link.state is LinkState.ASKED:
        # In a room that we are not in nothing can be looked at, and nothing is caught up on.
        lose_seat(course, porch)
    else:
        stirred(course, porch)


def decide_bot_on_porch(course: Course, change: MembershipChanged) -> None:
    """Take in how a neighbour's service stands to our porch; who else reads there is nobody's business."""
    porch = course.world.room(PORCH)
    theirs = [link for link in course.world.links.values() if link.bot == change.person]
    if porch is None or not theirs:
        return
    if not porch.has(change.person, change.membership):
        course.add(
            MembershipSeen(
                key=PORCH,
                person=change.person,
                membership=change.membership,
                by=change.by,
                name=Text(""),
            )
        )
    if change.membership not in OUT or change.by != change.person:
        return
    for link in theirs:
        # Who was only being looked at has no seat to give back: a decline is of an invitation.
        was_asked = link.state is LinkState.PROPOSED and link.is_invited
        if was_asked or link.is_mutual:
            end_unasked(course, link, LinkEnd.LEFT)


def _heard(course: Course, porch: RoomId) -> None:
    link = course.world.links.get(porch)
    if link is None:
        return
    course.add(NeighbourHeard(porch, at=course.moment.now))
    if link.told and link.is_live:
        tell(course, link, "back", text=say("link.back", who=who(link)))
