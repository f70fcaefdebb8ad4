"""A glance: what is certainly not for us is passed over before it is read.

Nine of ten events are people talking to each other in rooms of ours. Owns the cheap look by which
they are told from the rest: it may send on what turns out not to be for us, never pass over what is.
Refuses to decide: what it lets through is read by `observe` and judged by `attention`.
"""

import re
from enum import Enum
from typing import Final

import msgspec
from attrs import define, field

from microsol_matrix.attention import NOT_WATCHED, Setting
from microsol_matrix.house import BOT_NAME
from microsol_matrix.ids import EventId, UserId, localpart_of
from microsol_matrix.observe import DESCRIBING, POWER, RULES, SHOWN
from microsol_matrix.places import PORCH
from microsol_matrix.talk.mentions import BLANK, MARKS, calling

READ: Final = frozenset(
    {
        "m.room.member",
        "m.room.message",
        "m.room.encrypted",
        "m.room.encryption",
        "m.reaction",
        "m.room.redaction",
        *DESCRIBING,
        *RULES,
    }
)
"""Types that `observe` reads; everything else is passed over by its type alone."""

OWN_READ: Final = frozenset({"m.room.member", POWER, *SHOWN})
"""Of what we do ourselves, types that may be news: our coming and going, power, written in our name by others, and what
porches of ours say to each other."""


class Glance(Enum):
    """What a glance came to."""

    NOT_FOR_US = "not for us"
    PERHAPS = "perhaps"


class _Reply(msgspec.Struct, gc=False):
    event_id: str


class _Relation(msgspec.Struct, gc=False, rename={"reply": "m.in_reply_to"}):
    rel_type: str = ""
    event_id: str = ""
    is_falling_back: bool = False
    reply: _Reply | None = None


class _Mentions(msgspec.Struct, gc=False):
    user_ids: tuple[str, ...] = ()


class _Content(
    msgspec.Struct, gc=False, rename={"mentions": "m.mentions", "relation": "m.relates_to"}
):
    body: str = ""
    formatted_body: str = ""
    mentions: _Mentions | None = None
    relation: _Relation | None = None


class _Event(msgspec.Struct, gc=False):
    content: _Content


_EVENT: Final = msgspec.json.Decoder(_Event)


@define
class Eye:
    """What looks, for one bot."""

    bot: UserId
    name: str = BOT_NAME
    _localpart: str = field(init=False)
    _calls_us: re.Pattern[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Prepare for the many."""
        self._localpart = localpart_of(self.bot)
        # What `grammar` hears as a command or as a mention begins so; what begins with a quotation
        # of what it answers may go on so.
        names = calling(self.bot, self.name).pattern
        self._calls_us = re.compile(rf"{BLANK}*(?:[{MARKS}>]|{names})", re.IGNORECASE)

    def glance(
        self,
        raw: bytes,
        *,
        kind: str,
        state_key: str | None,
        setting: Setting,
        is_own: bool = False,
    ) -> Glance | EventId:
        """Look at an event.

        Args:
            raw: Its JSON.
            kind: Its type, one of `OWN_READ` if it is our own.
            state_key: None if it has none.
            setting: What is known of its room.
            is_own: Whether we sent it ourselves.

        Returns:
            An event id says: perhaps, but only if that event is ours.
        """
        role = setting.role
        if is_own and kind in SHOWN and role != PORCH:
            return Glance.NOT_FOR_US
        match kind:  # the commonest first
            case "m.room.message" | "m.room.encrypted" if setting.is_unread:
                return Glance.NOT_FOR_US
            case "m.room.message" if role and role != "direct":
                return self._at_words(raw, setting)
            case "m.reaction" if role:
                return self._at_reaction(raw, setting)
            case "m.room.member" if not role:
                return Glance.PERHAPS if state_key == self.bot else Glance.NOT_FOR_US
            case "m.room.encrypted" if role and setting.reads_encrypted:
                return Glance.PERHAPS
            case "m.room.encrypted" | "m.room.encryption":
                return Glance.PERHAPS if role == "direct" else Glance.NOT_FOR_US
            case _ if kind in DESCRIBING or kind in RULES:
                is_watched = role not in NOT_WATCHED or setting.is_neighbours
                return Glance.PERHAPS if is_watched else Glance.NOT_FOR_US
            case "m.room.redaction" if setting.is_neighbours:
                return Glance.PERHAPS
            case _ if role and kind in READ:
                return Glance.PERHAPS
            case _:
                return Glance.NOT_FOR_US

    def _at_words(self, raw: bytes, setting: Setting) -> Glance | EventId:
        content = _content(raw)
        if content is None:
            return Glance.PERHAPS
        if (
            self._calls_us.match(content.body)
            or self.bot in content.body
            or self._is_linked(content.formatted_body)
            or (content.mentions is not None and self.bot in content.mentions.user_ids)
        ):
            return Glance.PERHAPS
        relation = content.relation
        if relation is None:
            return Glance.NOT_FOR_US
        if relation.rel_type == "m.replace":
            return Glance.PERHAPS
        if relation.reply is not None and not relation.is_falling_back:
            return _if_ours(relation.reply.event_id, setting)
        if relation.rel_type == "m.thread":
            return _if_ours(relation.event_id, setting)
        return Glance.NOT_FOR_US

    def _is_linked(self, formatted: str) -> bool:
        """Whether a link may be one to us: what is escaped in it may be our name."""
        if self._localpart in formatted:
            return True
        return ("%" in formatted or "&" in formatted) and "matrix" in formatted.lower()

    def _at_reaction(self, raw: bytes, setting: Setting) -> Glance | EventId:
        content = _content(raw)
        if content is None or content.relation is None:
            return Glance.PERHAPS
        return _if_ours(content.relation.event_id, setting)


def _if_ours(event_id: str, setting: Setting) -> Glance | EventId:
    # While something is under way in the lane, what is ours may not be known yet.
    return Glance.PERHAPS if setting.awaits_prompt else EventId(event_id)


def _content(raw: bytes) -> _Content | None:
    """Read what a glance needs; None if it is of another shape, which `observe` has to look into."""
    try:
        return _EVENT.decode(raw).content
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
