"""What the ends of crews cost: archiving, opening again and calling again, in requests to the homeserver and in time.

Owns crews that come in pairs: what the service asks for one of two is noted, and a bare client asks for the
same, one after the other, for its twin, while the service is stopped. Refuses to count what the service asks
anyhow: news.
"""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import quote

import aiohttp
import msgspec
from attrs import Factory, define, frozen
from yarl import URL

from appservice.demo.almanac import Almanac
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from microsol_matrix.structure import types
from tests.bench.answers.between import Passed
from tests.bench.answers.talk import Doors, begin
from tests.bench.bars import at_most
from tests.bench.sheet import Sheet
from tests.live.service import RunningService
from tests.live.village import Village, found

QUIET_S = 0.5
"""Nothing was asked for so long: all is done."""
_NEWS = ("/sync", "/messages", "/_matrix/client/versions", "/keys/")
_ENDS = ("archive", "unarchive", "call again")


@frozen
class Twin:
    """A crew, by all that names it.

    Attributes:
        names: Its room, its id, its alias and what it is called, each by what it is.
    """

    name: str
    room_id: RoomId
    names: Mapping[str, str]


@define
class Cost:
    """What one kind of end has cost.

    Attributes:
        asked: The service's requests, each time.
        ours: Seconds from the first to the last answer.
        bare: Seconds that a bare client took for as many.
    """

    asked: list[Sequence[Passed]] = Factory(list)
    ours: list[float] = Factory(list)
    bare: list[float] = Factory(list)


async def lives(sheet: Sheet, directory: Path, *, crews: int) -> None:
    """Measure the ends of crews.

    Args:
        sheet: Takes the figures.
        directory: Empty.
        crews: How many are measured; as many twins are made.
    """
    sheet.head(
        f"Archive: the whole service beside Synapse; {crews} crews of three, one after the other"
    )
    costs = {end: Cost() for end in _ENDS}
    async with AsyncExitStack() as ending:
        most = {
            "quotas.calls_a_day": 1000,
            "quotas.open_calls": 1000,
            "slow_round_interval_s": 604800,  # days pass here at once, and a round is none of a crew's costs
        }
        service, doors = await begin(directory, ending, settings=most)
        village = await found(service, people=("Bo", "Cleo"))
        await village.founder.ask("!settings closing=1d forming=12w", expecting="")
        almanac = Almanac(service.directory / "almanac")
        twins = [(await _crew(village), await _crew(village)) for _ in range(crews)]
        for ours, _ in twins:
            await _ends(Watch(doors, costs), village, ours, almanac)
        await service.stop()
        for index, (ours, twin) in enumerate(twins):
            for end in _ENDS:
                took = await _bare(service, costs[end].asked[index], ours=ours, twin=twin)
                costs[end].bare.append(took)
    sheet.table(
        ("", "requests", "ours ms", "a bare client ms", "ours : bare"),
        [(end, *_told(cost)) for end, cost in costs.items()],
    )
    for end, cost in costs.items():
        figure = median(cost.ours) / median(cost.bare)
        sheet.hold(at_most(1.5, f"{end}, beside a bare client", figure=figure))


def _told(cost: Cost) -> tuple[str, str, str, str]:
    ours, bare = median(cost.ours), median(cost.bare)
    number = median(len(asked) for asked in cost.asked)
    return f"{number:g}", f"{ours * 1e3:.0f}", f"{bare * 1e3:.0f}", f"{ours / bare:.2f}"


async def _crew(village: Village) -> Twin:
    name = f"Kettle {secrets.token_hex(4)}"
    options = "seats=3 closes=80d"
    room_id = await village.crew(f"{name} | {options}", "Amara", "Bo", "Cleo")
    state = await village["Bo"].member.state(room_id)
    alias = str(state["m.room.canonical_alias", ""]["alias"])
    names = {
        "room": room_id,
        "id": str(state[types.CREW, ""]["id"]),
        "alias": alias[1:].partition(":")[0],
        "name": name,
    }
    return Twin(name, room_id, names)


# ------------------------------------------------------------------------------------------ ours


@frozen
class Watch:
    """Notes what the service asks for while something happens."""

    doors: Doors
    costs: Mapping[str, Cost]

    async def over(self, end: str | None, happening: Callable[[], Awaitable[object]]) -> None:
        """Let something happen, and note what it costs once all is quiet; None notes nothing."""
        await self._quiet(0)
        before = len(self.doors.leaving.passed)
        await happening()
        await self._quiet(before)
        asked = [one for one in self.doors.leaving.passed[before:] if _is_counted(one)]
        if end is not None:
            answered = max(one.answered for one in asked if one.answered is not None)
            self.costs[end].asked.append(asked)
            self.costs[end].ours.append(answered - asked[0].came)

    async def _quiet(self, since: int) -> None:
        async def is_quiet() -> bool:
            asked = [one for one in self.doors.leaving.passed[since:] if _is_counted(one)]
            is_done = all(one.answered is not None for one in asked)
            last = max((one.answered or 0.0 for one in asked), default=0.0)
            return bool(asked) and is_done and time.perf_counter() - last > QUIET_S

        await until(is_quiet, hint="the service to have nothing left to do")


def _is_counted(passed: Passed) -> bool:
    return not any(news in passed.path for news in _NEWS)


async def _ends(watch: Watch, village: Village, crew: Twin, almanac: Almanac) -> None:
    amara, bo, cleo = (village[name] for name in ("Amara", "Bo", "Cleo"))

    async def days_pass() -> None:
        almanac.turn(timedelta(days=2, hours=1))

    await watch.over(None, lambda: bo.tell(f"!finish {crew.name}"))
    await watch.over("archive", days_pass)
    await watch.over("unarchive", lambda: cleo.tell(f"!unarchive {crew.name}"))
    await watch.over(None, days_pass)
    await watch.over(None, lambda: amara.tell(f"!call again {crew.name}"))
    await watch.over(None, lambda: bo.tell(f"yes {crew.name} II"))
    await watch.over("call again", lambda: cleo.tell(f"yes {crew.name} II"))


# ------------------------------------------------------------------------------------------ bare


async def _bare(
    service: RunningService, asked: Sequence[Passed], *, ours: Twin, twin: Twin
) -> float:
    """Ask for the same for a crew's twin, one request after the other, and give how long it took."""
    names = {mine: twin.names[what] for what, mine in ours.names.items()}
    headers = {
        "Authorization": f"Bearer {service.config.appservice.as_token}",
        "Content-Type": "application/json",
    }
    took = 0.0
    async with aiohttp.ClientSession(headers=headers) as session:
        for one in sorted(asked, key=lambda passed: passed.came):
            if one.path.endswith("/createRoom"):
                names |= _new_names(one)
            url = URL(service.homeserver.url + _renamed(_anew(one), names), encoded=True)
            body = _renamed(one.body.decode(), names).encode() or None
            began = time.perf_counter()
            async with session.request(one.method, url, data=body) as response:
                answer = await response.read()
            took += time.perf_counter() - began
            assert response.status == 200, answer
            if one.path.endswith("/createRoom"):
                names[msgspec.json.decode(one.answer)["room_id"]] = msgspec.json.decode(answer)[
                    "room_id"
                ]
    return took


def _anew(passed: Passed) -> str:
    """Give a request's path with a transaction id of its own, or the homeserver would know it again."""
    path, _, query = passed.raw.partition("?")
    if "/send/" in path or "/redact/" in path:
        path = f"{path.rpartition('/')[0]}/{secrets.token_hex(8)}"
    return f"{path}?{query}"


def _new_names(creation: Passed) -> Mapping[str, str]:
    """Name anew what a room that is made is the only one to have."""
    body = msgspec.json.decode(creation.body)
    (marker,) = [one for one in body["initial_state"] if one["type"] == types.CREW]
    crew_id = str(marker["content"]["id"])
    return {
        body["room_alias_name"]: f"_microsol_{secrets.token_hex(12)}",
        crew_id: f"{crew_id[:-8]}{secrets.token_hex(4).upper()}",
    }


def _renamed(text: str, names: Mapping[str, str]) -> str:
    for mine, other in names.items():
        text = text.replace(mine, other).replace(_quoted(mine), _quoted(other))
    return text


def _quoted(name: str) -> str:
    return quote(name, safe="")
