"""Languages along the whole way of a message: whose is spoken, and from when on."""

from attrs import evolve

from microsol_matrix.languages import Language
from microsol_matrix.words import say
from tests.lanes.service import found, meet, running

SPANISH = say("calls.none", congregation="Harbourlight").in_language(Language.SPANISH)


async def test_what_is_said_right_after_choosing_a_language_is_answered_in_it() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        bo = village["Bo"]
        for words in ("!language es", "!calls"):
            service.homeserver.member_sends(bo.direct, bo.user_id, words)
        await service.settle()

        assert bo.heard[-1] == SPANISH


async def test_a_choice_is_kept_over_a_restart_and_nobody_elses_changes() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Bo"].tells("!language español")
        homeserver, store, clock = service.homeserver, service.store, service.clock

    async with running(homeserver, store, clock) as again:
        bo, cleo = (evolve(village[name], service=again) for name in ("Bo", "Cleo"))
        assert await bo.tells("!calls") == SPANISH
        assert (await cleo.tells("!calls")).startswith("No call is open")


async def test_members_who_chose_nothing_are_spoken_with_as_their_congregation_speaks() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        service.homeserver.member_joins(village.hosts, village["Amara"].user_id)
        await village["Amara"].says(village.hosts, "!language es")

        assert (await village["Bo"].tells("!help")).startswith("Cuido de")
        assert await village["Bo"].tells("!calls") == SPANISH
        assert (await village["Bo"].tells("hm")).startswith("No entend")


async def test_a_newcomer_of_no_congregation_chooses_too() -> None:
    async with running() as service:
        kit = await meet(service, "Kit")

        assert (await kit.tells("!langue français")).startswith("Avec toi, je parle français")
        assert (await kit.tells("!calls")).startswith("Tu n")
