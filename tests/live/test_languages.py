"""Languages on a real homeserver: a person's own, and a congregation's."""

import pytest

from microsol_matrix.languages import Language
from microsol_matrix.markup import to_plain
from microsol_matrix.words import say
from tests.live.service import RunningService
from tests.live.village import Village, answer_to, found

pytestmark = pytest.mark.live


@pytest.fixture
async def village(service: RunningService) -> Village:
    """A congregation of its own: its language is changed."""
    return await found(service, people=("Bo", "Cleo"))


async def test_a_person_is_spoken_with_in_the_language_that_they_chose(village: Village) -> None:
    amara, bo, cleo = village["Amara"], village["Bo"], village["Cleo"]
    assert (await bo.ask("!language español")).startswith("Contigo hablo español")

    assert "Olla Lenta" in await bo.ask("!convocar Olla Lenta | seats=3")
    await cleo.tell("oui Olla Lenta")
    letter = await bo.hears("Cleo")

    told = say("yes.told-caller", person="Cleo", name="Olla Lenta", count=2, least=3)
    assert letter.body == to_plain(told.in_language(Language.SPANISH))
    assert (await amara.ask("!calls")).startswith("Open calls in")
    assert (await bo.ask("!language klingon")).startswith("No hablo klingon")
    assert (await bo.ask("!language en")).startswith("I speak English with you")


async def test_a_host_changes_what_is_spoken_in_the_congregation(village: Village) -> None:
    amara, bo = village["Amara"].member, village["Bo"].member
    await village.call("Marmite Lente | seats=4")

    refused = await bo.say(village.commons, "!language fr")
    answer = await answer_to(refused, member=bo, room_id=village.commons)
    assert "in Hosts" in answer.body
    asked = await amara.say(village.hosts, "!language français")
    answer = await answer_to(asked, member=amara, room_id=village.hosts)
    assert "je parle français" in answer.body

    shown = await bo.wait_for_message(
        village.commons, containing="appelle un équipage", sender=village.service.bot
    )
    assert "Marmite Lente" in shown.body
    said = await bo.say(village.commons, "!appels")
    answer = await answer_to(said, member=bo, room_id=village.commons)
    assert answer.body.startswith("Appels ouverts")
