"""Who comes in by themselves, and who looks after that: whole flows on a homeserver in memory."""

from microsol_matrix.ids import EventId, UserId
from tests.lanes.service import SERVER, Service, Village, found, running, words

ESI = UserId(f"@esi:{SERVER}")


async def knocking(service: Service) -> tuple[Village, EventId]:
    """Let Esi knock at Harbourlight; give the prompt in Hosts."""
    village = await found(service)
    amara = village["Amara"]
    hosts = service.room_named("Harbourlight: Hosts")
    await amara.joins(hosts)
    await amara.tells("!joining ask")
    service.homeserver.matrix.names[ESI] = "Esi"
    service.homeserver.matrix.knock(village.space, ESI, reason="hello")
    await service.settle()
    events = service.homeserver.matrix.room(hosts).events
    prompts = [
        event.event_id
        for event in events
        if event.type == "m.room.message" and "asks to join" in event.content["body"]
    ]
    assert len(prompts) == 1
    return village, prompts[0]


async def test_a_knock_is_answered_by_the_first_reaction_of_a_host() -> None:
    async with running() as service:
        village, prompt = await knocking(service)
        hosts = service.room_named("Harbourlight: Hosts")

        await village["Amara"].reacts(hosts, prompt, "✅")
        await village["Amara"].reacts(hosts, prompt, "❌")

        assert service.membership(village.space, ESI) == "invite"
        assert "let them in as a guest" in service.heard_in(hosts)[-1]
        service.homeserver.member_joins(village.space, ESI)
        await service.settle()
        direct = service.room_named("microsol")
        assert words("expects.guest") in service.heard_in(direct)[0]


async def test_a_knock_is_refused_by_a_reply_and_may_come_again() -> None:
    async with running() as service:
        village, prompt = await knocking(service)
        hosts = service.room_named("Harbourlight: Hosts")

        await village["Amara"].says(hosts, "no", reply_to=prompt)
        assert service.membership(village.space, ESI) == "leave"
        service.homeserver.matrix.knock(village.space, ESI)
        await service.settle()

        assert service.membership(village.space, ESI) == "knock"
        assert "asks to join" in service.heard_in(hosts)[-1]


async def test_a_knock_made_while_we_were_away_is_shown_once_we_are_back() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].tells("!joining ask")
        stood_on = service.homeserver, service.store, service.clock
    homeserver = stood_on[0]
    homeserver.matrix.knock(village.space, ESI, reason="hello")
    async with running(*stood_on) as again:
        hosts = again.room_named("Harbourlight: Hosts")
        await again.settle()
        assert len([one for one in again.heard_in(hosts) if "asks to join" in one]) == 1


async def test_power_follows_mandates_on_both_room_versions() -> None:
    for version in ("11", "12"):
        async with running(version=version) as service:
            village = await found(service, "Bo")
            bo = village["Bo"]
            await village["Amara"].tells("!tier @bo partner")
            await village["Amara"].tells("!host @bo")
            await bo.tells("!host yes")
            room = service.homeserver.matrix.room(village.commons)
            assert room.power(bo.user_id) == 50
            await bo.tells("!stepdown")

            assert room.power(bo.user_id) == 0
            assert room.power(village["Amara"].user_id) == 50
            assert room.power(service.homeserver.bot) >= 100


async def test_in_two_congregations_a_yes_to_being_a_host_goes_to_the_one_that_asked() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        bo, amara = village["Bo"], village["Amara"]
        await bo.tells('!found "Thornfield Loop"')
        await bo.joins(service.room_named("Thornfield Loop"))
        await amara.tells("!tier @bo partner")
        await amara.tells("!host @bo")

        await bo.tells("!host yes")

        assert bo.user_id in (await village.world()).hosts
