"""Linking with neighbours: hosts propose a link, answer one, renew it, and hear a server again.

Owns who may, and every refusal. Refuses to know how a neighbour's porch is found and read.
"""

import re
from typing import Final

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.link_renewing import renew_by_name
from microsol_matrix.decide.links import (
    LINKS_LIMIT,
    OPEN_LIMIT,
    is_publishing,
    live,
    moved,
    one_meant,
    with_state,
)
from microsol_matrix.decide.naming import said_name
from microsol_matrix.decide.publishing import HOSTS_NEEDED
from microsol_matrix.decide.rights import for_hosts
from microsol_matrix.house import ALIAS_PREFIX, porch_localpart
from microsol_matrix.ids import EventId, RoomAlias, ServerName, UserId, server_of
from microsol_matrix.navigation import room_linked
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import PORCH
from microsol_matrix.scales.link import (
    Link,
    LinkEnd,
    LinkLeftAsItIs,
    LinkState,
    PorchSought,
    Scope,
    Search,
    ServerHeardAgain,
    ServerRefused,
    Trouble,
)
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command, Verdict
from microsol_matrix.talk.links import who
from microsol_matrix.talk.options import SCOPE
from microsol_matrix.talk.porch import address_of
from microsol_matrix.words import Said, say
from microsol_matrix.world import World

_ADDRESS: Final = re.compile(r"#[^:\s]+:[A-Za-z0-9.:\[\]_-]+")
_SERVER: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(:[0-9]{1,5})?")
_OF_A_SPACE: Final = f"#{ALIAS_PREFIX}_"
"""How addresses of spaces begin; a porch's goes on with a dot."""
_OF_A_ROOM: Final = re.compile(r"[0-9a-f]{24}")
"""How those of rooms in spaces go on."""
_LONGEST: Final = 255
"""Of an alias, in bytes (Matrix spec, appendices 4.2)."""
_FOR_GOOD: Final = (" for good", " para siempre", " pour de bon")


def link(course: Course, command: Command, *, given: Given, message: MessageSaid) -> Said | Refused:
    """Propose a link to the porch at an address, or answer, renew or hear as the first word says."""
    words = said_name(command)
    first, _, rest = words.partition(" ")
    match first.lower():
        case "":
            return say("link.how")
        case "yes" | "no" as verdict:
            return _answer(course, rest.strip(), Verdict(verdict), by=message.by, given=given)
        case "renew":
            return renew_by_name(course, rest.strip(), by=message.by)
        case "hear":
            return _hear(course, rest.strip(), by=message.by)
        case _:
            return _propose(course, words, given=given, message=message)


# -------------------------------------------------------------------------------------- proposing


def _propose(course: Course, words: str, *, given: Given, message: MessageSaid) -> Said | Refused:
    world = course.world
    written = room_linked(words) or words
    if not _ADDRESS.fullmatch(written) or len(written.encode()) > _LONGEST:
        return Refused(say("link.no-address", given=words))
    address = RoomAlias(written)
    refusal = _not_now(world) or _not_this_one(course, address)
    if refusal is not None:
        return refusal
    # Whoever only asks says its address itself: what is there is looked at first, and may be somebody else.
    known = (one for one in live(world) if one.state is not LinkState.ASKED)
    before = next((one for one in known if one.address == address), None)
    if before is not None:
        return Refused(standing(world, before))
    search = Search(
        address=address,
        scope=given.of(SCOPE) or Scope.CARD,
        by=message.by,
        at=course.moment.now,
        because=message.event_id,
    )
    course.add(PorchSought(search))
    return say("link.looking", address=address)


def _not_now(world: World) -> Refused | None:
    """Refuse while we cannot link with anybody."""
    if world.publishing is Publishing.OFF:
        return Refused(say("link.publish-first", name=world.name))
    if not is_publishing(world):
        return Refused(say("link.not-ready", name=world.name))
    if len(world.hosts) < HOSTS_NEEDED:
        return Refused(say("link.alone", name=world.name))
    if len(live(world)) + len(world.searches) >= LINKS_LIMIT:
        return Refused(say("link.too-many", name=world.name, limit=LINKS_LIMIT))
    if len(with_state(world, LinkState.PROPOSED)) + len(world.searches) >= OPEN_LIMIT:
        return Refused(say("link.too-many-open", limit=OPEN_LIMIT))
    return None


def _not_this_one(course: Course, address: RoomAlias) -> Refused | None:
    world, congregation = course.world, course.world.congregation
    if congregation is not None:
        own = address_of(congregation, PORCH, course.moment.house)
        if own.lower() == address.lower():
            return Refused(say("link.own", address=address))
    localpart, _, name = address.partition(":")
    server = ServerName(name)
    slug = localpart.removeprefix(_OF_A_SPACE)
    if slug != localpart and not _OF_A_ROOM.fullmatch(slug):
        porch = f"#{porch_localpart(slug)}:{server}"
        return Refused(say("link.space-address", address=address, porch=porch))
    if server in world.refused_servers:
        return Refused(say("link.server-refused", server=server))
    if address in world.searches:
        return Refused(say("link.sought", address=address))
    return None


def standing(world: World, link: Link) -> Said:
    """Say how a link stands that is not over."""
    until = world.day_of(link.expires_at or link.since)
    return say(f"link.already.{link.state.value}", who=who(link), until=until)


# -------------------------------------------------------------------------------------- answering


def _answer(
    course: Course, words: str, verdict: Verdict, *, by: UserId, given: Given
) -> Said | Refused:
    """Answer a proposal by its name; a no for good may name a homeserver instead."""
    name, is_for_good = _for_good(words) if verdict is Verdict.NO else (words, False)
    asked = with_state(course.world, LinkState.ASKED)
    if is_for_good and (server := _server(name)) is not None and name not in _names(asked):
        return refuse_server(course, server, by=by)
    if not name and len(asked) == 1:
        meant: Link | Refused = asked[0]
    elif not asked:
        return Refused(say("link.nobody-asks"))
    else:
        meant = one_meant(asked, name)
    if isinstance(meant, Refused):
        others = one_meant(live(course.world), name)
        return meant if isinstance(others, Refused) else Refused(_not_asked(others))
    if is_for_good:
        return refuse_server(course, server_of(meant.bot), by=by)
    if verdict is Verdict.NO:
        return _decline(course, meant, by)
    return _agree(course, meant, by=by, scope=given.of(SCOPE))


def _names(links: tuple[Link, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in links)


def _not_asked(link: Link) -> Said:
    return say("link.not-asked", who=who(link))


def _for_good(words: str) -> tuple[str, bool]:
    for ending in _FOR_GOOD:
        if words.lower().endswith(ending) or words.lower() == ending.strip():
            return words[: len(words) - len(ending)].strip(), True
    return words, False


def _agree(
    course: Course, asked: Link, *, by: UserId, scope: Scope | None = None
) -> Said | Refused:
    world = course.world
    if world.publishing is Publishing.OFF:
        return Refused(say("link.publish-first", name=world.name))
    if len(world.hosts) < HOSTS_NEEDED:
        return Refused(say("link.alone", name=world.name))
    moved(course, asked, LinkState.AGREED, by=by, scope=scope)
    return say("link.yes", who=who(asked))


def _decline(course: Course, asked: Link, by: UserId) -> Said:
    moved(course, asked, LinkState.ENDED, by=by, end=LinkEnd.REFUSED)
    return say("link.no", who=who(asked))


def refuse_server(course: Course, server: ServerName, *, by: UserId) -> Said:
    """Hear no proposals from a homeserver any more; those that wait are answered with no."""
    course.add(ServerRefused(server, by=by))
    for asked in with_state(course.world, LinkState.ASKED):
        if server_of(asked.bot) == server:
            _decline(course, asked, by)
    return say("link.no.for-good", server=server)


def answer_proposal(course: Course, link: Link, by: UserId, *, verdict: Verdict) -> Refused | None:
    """Let a host answer by the prompt; the first answer counts, and the prompt says which it was."""
    if refusal := for_hosts(course.world, by):
        return refusal
    if link.state is not LinkState.ASKED:
        has_said_so = link.by == by and link.end in (None, LinkEnd.REFUSED)
        return None if has_said_so else Refused(say("link.over"))
    if verdict is Verdict.NO:
        _decline(course, link, by)
        return None
    outcome = _agree(course, link, by=by)
    return outcome if isinstance(outcome, Refused) else None


def answer_moved(course: Course, link: Link, by: UserId, *, verdict: Verdict) -> Refused | None:
    """Let a host say what happens with a neighbour whose address leads elsewhere now."""
    if refusal := for_hosts(course.world, by):
        return refusal
    if not link.is_live or link.trouble is not Trouble.MOVED or link.stays_by is not None:
        return Refused(say("link.over"))
    if verdict is Verdict.NO:
        course.add(LinkLeftAsItIs(link.porch, by=by))
        return None
    moved(course, link, LinkState.ENDED, by=by, end=LinkEnd.UNLINKED)
    if link.address is not None:
        # Another name than the old link's, whose prompts would else be the new one's, too.
        now, because = course.moment.now, EventId(f"{link.because}/moved")
        course.add(PorchSought(Search(link.address, link.scope, by=by, at=now, because=because)))
    return None


# --------------------------------------------------------------------------------------- hearing


def _hear(course: Course, words: str, *, by: UserId) -> Said | Refused:
    server = _server(words)
    if server is None:
        return Refused(say("link.no-server"))
    if server not in course.world.refused_servers:
        return Refused(say("link.heard-anyway", server=server))
    course.add(ServerHeardAgain(server, by=by))
    return say("link.heard", server=server)


def _server(words: str) -> ServerName | None:
    is_one = _SERVER.fullmatch(words) is not None and ("." in words or ":" in words)
    return ServerName(words.lower()) if is_one and len(words) <= _LONGEST else None
