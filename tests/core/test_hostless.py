"""A congregation without a host: a partner offers, one other member agrees."""

from microsol_matrix.ids import EventId, UserId
from microsol_matrix.plan.messages import offer_prompt
from tests.core.hosts import TERM, H, with_partners
from tests.core.life import Village
from tests.core.said import AMARA, BO, CLEO, NOW, reaction
from tests.core.told import told


def hostless() -> Village:
    village = with_partners(BO, CLEO)
    village.tells(AMARA, "!tier @cleo friend")
    village.leaves(AMARA)
    village.settle()
    return village


def prompt_of(village: Village) -> EventId:
    return village.world.prompts[offer_prompt(village.world.offers[-1].id)].event_id


def test_where_there_is_no_host_a_partner_offers_and_one_other_agrees() -> None:
    village = hostless()
    assert village.said_in(village.commons)[-1] == told("host.none", name=H)

    assert village.tells(BO, "!host me") == told("host.offered", name=H)
    village.settle()
    assert village.said_in(village.commons)[-1] == told(
        "host.offer", name=H, person="Bo", term="26 weeks"
    )

    village.happen(reaction(CLEO, prompt_of(village), at=village.commons))
    village.settle()
    assert village.world.hosts == {BO}
    assert village.said_in(village.commons)[-1] == told("host.offer.seconded", name=H, person="Bo")
    assert village.letters_to(BO) == [told("host.yes", name=H, until=NOW + TERM)]


def test_a_yes_to_an_offer_that_is_seen_twice_is_no_news() -> None:
    village = hostless()
    village.tells(BO, "!host me")
    village.settle()
    agreed = reaction(CLEO, prompt_of(village), at=village.commons)
    village.letters.clear()

    village.happen(agreed, agreed)

    assert village.world.hosts == {BO}
    assert village.letters_to(CLEO) == []


def test_a_reply_agrees_too_and_nobody_agrees_with_themselves() -> None:
    village = hostless()
    assert village.says(BO, "!host me") == ""
    village.settle()
    prompt = prompt_of(village)

    assert village.says(BO, "yes", reply_to=prompt) == told("host.own-offer")
    village.happen(reaction(BO, prompt, at=village.commons))
    assert village.world.hosts == frozenset()
    assert village.says(CLEO, "no", reply_to=prompt) == ""
    village.says(CLEO, "yes", reply_to=prompt)
    assert village.world.hosts == {BO}
    assert village.says(CLEO, "yes", reply_to=prompt) == told("host.offer-over")


def test_a_guest_agrees_with_no_offer() -> None:
    village = hostless()
    village.tells(BO, "!host me")
    village.settle()
    guest = UserId("@mina:here.example")
    village.joins(guest)
    village.happen(reaction(guest, prompt_of(village), at=village.commons))

    assert village.world.hosts == frozenset()
    assert village.letters_to(guest)[-1].startswith(f"In {H} that is for")


def test_an_offer_of_somebody_who_has_gone_is_over() -> None:
    village = hostless()
    village.tells(BO, "!host me")
    village.settle()
    village.leaves(BO)
    village.happen(reaction(CLEO, prompt_of(village), at=village.commons))

    assert village.world.hosts == frozenset()
