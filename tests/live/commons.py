"""What members see of calls and answers: in the space, at a prompt, in Commons."""

import json

from appservice.demo.seen import Content
from appservice.demo.waiting import until
from microsol_matrix.ids import EventId
from tests.live.village import Neighbour, Village


async def published(village: Village, type_: str, name: str) -> Content:
    """Wait for what the space holds of something by its name."""

    async def standing() -> Content | None:
        state = await village.founder.member.state(village.space)
        contents = (content for (kind, _), content in state.items() if kind == type_)
        return next((content for content in contents if content.get("name") == name), None)

    return await until(standing, hint=f"{type_} of {name}")


async def offered(village: Village, prompt: EventId) -> None:
    """Wait for the hand that the bot holds out at a prompt."""
    await shows(village, prompt, {"✋": frozenset({village.service.bot})})


async def shows(village: Village, prompt: EventId, wanted: object) -> None:
    """Wait for a prompt to show these reactions and no others."""

    async def does() -> bool:
        return await village.founder.member.reactions(village.commons, prompt) == wanted

    await until(does, hint=f"the prompt to show {wanted}")


async def just_before(village: Village, prompt: EventId) -> EventId:
    """Give the event after which a transcript begins with a prompt."""
    events = [event["event_id"] for event in await village.founder.member.events(village.commons)]
    return EventId(events[events.index(prompt) - 1])


async def spoken_of(village: Village, person: Neighbour, *, since: EventId) -> str:
    """Give all that came to Commons and the space, but for what the person did there themselves."""
    looker = village.founder.member
    events = await looker.events(village.commons, limit=200)
    ids = [event["event_id"] for event in events]
    later = [*events[ids.index(since) :], *await looker.events(village.space, limit=200)]
    told = [
        event
        for event in later
        if event["sender"] != person.user_id
        and (event["type"], event.get("state_key")) != ("m.room.member", person.user_id)
    ]
    return json.dumps(told)
