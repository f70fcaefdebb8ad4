"""A congregation that has lived: crews at several places of their lives, a call, two hosts, a season, a porch.

Owns the story. Refuses to check anything.
"""

from tests.fakes.clock import FakeClock
from tests.fakes.homeserver import FakeHomeserver
from tests.lanes.service import SERVER, Service, Village, found


def dated() -> tuple[FakeHomeserver, FakeClock]:
    """Make a homeserver whose events are dated by the clock."""
    homeserver, clock = FakeHomeserver.named(SERVER), FakeClock()
    homeserver.matrix.clock = clock.now
    return homeserver, clock


async def lived(service: Service) -> Village:
    """Let a congregation have crews at several places of their lives, a call, hosts, a season and a porch."""
    village = await found(service, "Bo", "Cleo", "Dov", "Esi", options="zone=Europe/London")
    await village["Amara"].tells("!season Tide weeks=12")
    await village["Amara"].tells(f"!tier {village['Bo'].user_id} partner")
    await village["Amara"].tells(f"!host {village['Bo'].user_id}")
    await village["Bo"].tells("!host yes")
    await village["Bo"].joins(village.hosts)
    await village["Amara"].tells("!settings crew-min=2 forming=20d")
    for caller, words in (
        ("Amara", '!call "Kettle" hold each other | seats=2-4 kind=support'),
        ("Bo", "!call Boats | seats=2-3 answers=open kind=reading"),
        ("Cleo", "!call Ferry | seats=2-3"),
        ("Dov", "!call Notebook | seats=4-6 answers=open closes=10d"),
    ):
        await village[caller].says(village.commons, words)
    for name, call in (("Cleo", "Kettle"), ("Dov", "Kettle"), ("Esi", "Boats"), ("Amara", "Ferry")):
        await village[name].tells(f"yes {call}")
    await village["Esi"].reacts(village.commons, village.prompt)
    for name, room in (
        ("Amara", "Kettle"),
        ("Cleo", "Kettle"),
        ("Bo", "Boats"),
        ("Esi", "Boats"),
        ("Cleo", "Ferry"),
        ("Amara", "Ferry"),
    ):
        await village[name].joins(service.room_named(room))
    await village["Amara"].tells("!agree Tue 19:00 | review=8w crew=Kettle")
    await village["Amara"].tells("!joining ask crew=Kettle")
    await village["Bo"].tells("!finish crew=Boats")
    await village["Amara"].tells("!publish card yes")
    return village
