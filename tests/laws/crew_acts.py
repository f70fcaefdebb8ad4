"""What may happen to crews in any life: what their people say, answer and object, and what hands change.

Owns the words and changes that hypothesis chooses among. Refuses to know how often each comes (`acts`).
"""

from collections.abc import Sequence
from typing import Final

from microsol_matrix.decide.happenings import Happening, Heard
from microsol_matrix.ids import Text, UserId
from microsol_matrix.observe import Power, RoomDescribed, RuleWritten, Side
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Question
from microsol_matrix.structure import types
from microsol_matrix.world import World
from tests.core.life import Village
from tests.core.said import BOT, message, new_event, reaction, redaction

OF_A_CREW: Final = (
    "!agree Tue 19:00 | review=8w",
    "!agree Sundays, review in 2 weeks",
    "!review",
    "!review keep",
    "!review change",
    "!review finish",
    "!rest",
    "!rest",
    "!wake",
    "!wake",
    "!finish",
    "!finish",
    "!stop-closing",
    "!undo",
    "!undo",
    "!unarchive",
    "!unarchive",
    '!split "Kettle East" | "Kettle West"',
    "!split",
    "!split East | West",
    "!split now",
    "!split stop",
    "!merge Paper Boats",
    "!merge Slow Kettle",
    '!merge Night Ferry as "Evening Ferry"',
    "!merge now",
    "!merge stop",
    "!joining ask",
    "!joining open",
    "!joining closed",
    "!visibility hidden",
    "!visibility congregation",
    "!visibility porch",
    "!hide",
    "!host me",
    "!host",
    "!harvest We learned to wait.",
    "!object",
    "!answer yes",
    "!answer yes",
    "!answer no",
    "!answer keep",
    "!answer 1",
    "!answer 2",
    "!crew",
    "!agreements",
)
"""Said in a crew's room, or in a direct message with its name."""

OF_CREWS: Final = (
    "!join Slow Kettle",
    "!join Paper Boats",
    "!join Paper Boats",
    "!join Night",
    "!join Kettle",
    "!call again Slow Kettle",
    "!call again",
    '!call again Paper Boats "New Boats"',
    "!crews",
)
"""Said in a direct message or in Commons, by anybody."""

OF_THE_HOUSE: Final = (
    "!settings forming=3d closing=2d",
    "!settings sizes=handbook",
    "!settings crew-full=10 undo=5d",
    "!settings reset",
    '!season "Autumn Tide" weeks=6',
    "!season",
    "!round 3d",
    "!round end",
)
"""Said by hosts."""

_KEYS: Final = ("✅", "✅", "❌", "1️⃣", "2️⃣", "3️⃣", "6️⃣", "👍", "🎉", "7️⃣")
_WORDS: Final = (
    "yes",
    "no",
    "keep",
    "finish",
    "rest",
    "split",
    "2",
    "East",
    "perhaps",
    "",
    "!undo",
)
_TYPES: Final = (
    "m.room.power_levels",
    "m.room.join_rules",
    types.CREW,
    "m.space.parent",
    "m.room.tombstone",
)


def answering(village: Village, who: UserId, *, which: int, how: int) -> Happening | None:
    """Answer, object to or say nonsense to something that a crew was asked, open or not."""
    asked = _asked(village.world)
    # Mostly one that still takes answers, and mostly somebody who may answer.
    asked = [one for one in asked if one[1].is_open and which % 4] or asked
    if not asked:
        return None
    crew, question = asked[which % len(asked)]
    if crew.people and how % 8:
        who = crew.people[which % len(crew.people)]
    room = village.world.room(crew_room(crew.id))
    prompt = village.world.prompts.get(question.ref)
    if room is None or prompt is None or how % 7 == 6:
        body = (
            f'!{"object" if how % 2 else f"answer {_WORDS[how % len(_WORDS)]}"} crew="{crew.name}"'
        )
        return Heard(message(who, body), role="direct")
    if how % 7 in (0, 1, 2, 3):
        return reaction(who, prompt.event_id, at=room.room_id, key=_KEYS[how % len(_KEYS)])
    if how % 7 == 4:
        given = [reply.reaction for reply in question.replies if reply.reaction is not None]
        if given:
            return redaction(who, given[how % len(given)], at=room.room_id)
    body = _WORDS[how % len(_WORDS)]
    said = message(who, body, at=room.room_id, reply_to=prompt.event_id)
    return Heard(said, role="crew")


def _asked(world: World) -> Sequence[tuple[Crew, Question]]:
    return [(crew, question) for crew in world.crews_in_order for question in crew.questions]


NAMED = "@pia:far.example"
"""Whom people name in words of their own."""


def changed_by_hand(village: Village, who: UserId, *, which: int, how: int) -> Happening | None:
    """Change a room of ours with a client: what people may, and what only a homeserver's administration can."""
    rooms = [room.room_id for _, room in sorted(village.world.rooms.items())]
    if not rooms:
        return None
    room_id = rooms[which % len(rooms)]
    if how % 2:
        side = tuple(Side)[how % len(Side)]
        words = ("Blue Kettle", "", "mxc://here.example/abc", f"ask {NAMED}")[how // 2 % 4]
        return RoomDescribed(room_id, new_event(), by=who, side=side, words=Text(words))
    kind = _TYPES[how // 2 % len(_TYPES)]
    return RuleWritten(
        room_id,
        new_event(),
        by=BOT if how % 3 == 0 and kind == "m.room.power_levels" else who,
        type=kind,
        state_key=room_id if kind == "m.space.parent" else "",
        digest=f"by-hand-{how % 3}",
        power=_power(who, how) if kind == "m.room.power_levels" else None,
    )


def _power(who: UserId, how: int) -> Power:
    return Power(levels={"invite": how % 101}, events={}, users={who: (0, 50, 100)[how % 3]})
