"""A crew agrees on its rhythm and on when it looks back, and its host's role goes round."""

from datetime import timedelta

import pytest

from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.seen import Membership
from tests.core.kettle import AGREE, KETTLE, active, forming, here, says
from tests.core.said import AMARA, BO, CLEO, DOV, ESI
from tests.core.told import told

ASKED = (
    "I will ask you on Monday 28 December 2026 how it has been. Host of the first meeting: Amara."
)
AGREED = f"Agreed, then. {ASKED}"
COMPLETED = f"Agreed, then. You meet: Tue 19:00, until Monday 4 January 2027. {ASKED}"


def test_the_welcome_says_how_to_agree() -> None:
    assert AGREE in here(forming())[0]


def test_a_crew_that_agrees_is_active_and_learns_when_it_is_asked_and_who_hosts_first() -> None:
    village = forming()

    answer = village.says(BO, AGREE, at=crew_room(village.crew.id))

    crew = village.crew
    assert answer == AGREED
    assert crew.state is CrewState.ACTIVE
    assert (crew.cycle, crew.rhythm) == (1, "Tue 19:00")
    assert crew.agreement is not None
    assert str(crew.agreement.review_on) == "2027-01-04 23:59:59+00:00"


@pytest.mark.parametrize(
    "words",
    [
        '!agree "Tue 19:00", review 4 January',
        "!agree Tue 19:00 review: 2027-01-04",
        "!agree Tue 19:00 | review=4 January",
        "!agree Tue 19:00, revisión 4 de enero",
        "!acordar Tue 19:00, revisio\N{COMBINING ACUTE ACCENT}n el 4 de enero",
        "!convenir Tue 19:00 - bilan le 4 janvier",
        "!agree Tue 19:00, review 6w",
    ],
)
def test_the_day_may_be_said_in_many_ways(words: str) -> None:
    village = forming()

    assert village.says(BO, words, at=crew_room(village.crew.id)) == AGREED
    assert village.crew.rhythm == "Tue 19:00"


def test_the_day_may_be_left_out_and_is_told_then() -> None:
    village = forming()

    assert says(village, BO, "!agree Tue 19:00") == COMPLETED
    assert village.crew.rhythm == "Tue 19:00"


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("!agree", told("agree.needs", example=AGREE)),
        ("!agree review 4 January", told("agree.needs", example=AGREE)),
        ("!agree weekly, review", told("agree.needs", example=AGREE)),
        (
            "!agree weekly, review 23 November",
            told("agree.too-soon", first="Tuesday 24 November 2026"),
        ),
        (
            "!agree weekly, review 5/1",
            "5/1 may mean Tuesday 5 January 2027 or Saturday 1 May 2027.",
        ),
        (
            "!agree weekly, review yesterday",
            "I cannot read yesterday as the day on which you look back.",
        ),
        (
            "!agree weekly, review 2028-01-01",
            "I cannot read 2028-01-01 as the day on which you look back.",
        ),
        (
            "!agree weekly, review 2026-11-22",
            "I cannot read 2026-11-22 as the day on which you look back.",
        ),
        (f"!agree {'often ' * 20}", "That is 119 characters for the rhythm; 80 is the most."),
    ],
)
def test_what_cannot_be_agreed_is_refused_and_changes_nothing(words: str, phrase: str) -> None:
    village = forming()
    before = village.crew

    assert village.says(BO, words, at=crew_room(before.id)).startswith(phrase)
    assert village.crew == before


def test_who_is_not_in_the_crew_agrees_on_nothing_for_it() -> None:
    village = forming()

    answer = village.says(DOV, AGREE, at=crew_room(village.crew.id))

    assert answer == told("crew.not-in", name=KETTLE)
    assert village.crew.state is CrewState.FORMING


def test_what_is_agreed_by_direct_message_is_told_in_the_room() -> None:
    village = forming()

    assert village.tells(BO, AGREE) == AGREED
    assert here(village)[-1] == told("crew.by-direct", person="Bo", said=AGREE, text=AGREED)


def test_a_day_so_near_that_its_week_before_is_over_is_asked_about_tomorrow() -> None:
    village = forming()

    answer = village.says(BO, "!agree weekly, review tomorrow", at=crew_room(village.crew.id))

    assert "on Tuesday 24 November 2026" in answer


def test_an_active_crew_agrees_anew_and_stays_in_its_cycle() -> None:
    village = active()

    answer = village.says(CLEO, "!agree Sunday, review 1 February", at=crew_room(village.crew.id))

    assert answer == told(
        "agree.anew",
        rhythm="Sunday",
        end="Monday 1 February 2027",
        asked="Monday 25 January 2027",
        host="Amara",
    )
    assert (village.crew.cycle, len(village.crew.agreements)) == (1, 2)


def test_a_new_day_alone_keeps_the_rhythm_and_nothing_at_all_is_no_agreement() -> None:
    village = active()

    nothing = says(village, CLEO, "!agree")
    says(village, CLEO, "!agree review 1 February")

    assert nothing == told("agree.needs", example=AGREE)
    assert (village.crew.rhythm, len(village.crew.agreements)) == ("Tue 19:00", 2)


def test_a_resting_crew_that_agrees_goes_on_with_its_next_cycle() -> None:
    village = active()
    village.says(BO, "!rest", at=crew_room(village.crew.id))

    village.says(CLEO, "!agree Sunday, review 1 February", at=crew_room(village.crew.id))

    assert (village.crew.state, village.crew.cycle) == (CrewState.ACTIVE, 2)


def test_agreements_tells_what_holds_and_what_held_before() -> None:
    village = active()
    village.says(CLEO, "!agree Sunday, review 1 February", at=crew_room(village.crew.id))

    answer = village.tells(BO, "!agreements")

    assert answer == (
        "Slow Kettle meets: Sunday. Host: Amara.\n"
        "Cycle 1 runs until Monday 1 February 2027. I will ask you on Monday 25 January 2027 how it has been.\n"
        "Newcomers: none for now. Seen by members of the congregation.\n"
        "Before:\n"
        "- Tue 19:00, agreed on Monday 23 November 2026 until Monday 4 January 2027"
    )


def test_agreements_of_a_forming_crew_say_how_to_agree() -> None:
    village = forming()

    answer = village.tells(BO, "!agreements")

    assert answer == told("agreements.none", name=KETTLE, next=told("next.forming"))


def test_crew_tells_where_it_is_in_its_life() -> None:
    village = active()

    assert village.says(BO, "!crew", at=crew_room(village.crew.id)) == (
        "Slow Kettle. practice, active.\n"
        "People: 3; 0 seats left. Host: Amara.\n"
        "Cycle 1 runs until Monday 4 January 2027. I will ask you on Monday 28 December 2026 how it has been.\n"
        "Newcomers: none for now. Seen by members of the congregation."
    )


# ----------------------------------------------------------------------------------------- hosts


def test_while_a_crew_forms_its_caller_hosts() -> None:
    village = forming()

    answer = village.says(BO, "!host me", at=crew_room(village.crew.id))

    assert answer == told("crew-host.forming", name=KETTLE, host="Amara", next=told("next.forming"))
    assert village.crew.host == AMARA


@pytest.mark.parametrize(
    "words", ["!host me", "!host @bo:here.example", "!host Bo", "!anfitrión bo"]
)
def test_the_role_of_the_host_is_passed_on_or_taken(words: str) -> None:
    village = active()

    answer = village.says(BO, words, at=crew_room(village.crew.id))

    assert answer == told("crew-host.changed", person="Bo", name=KETTLE)
    assert village.crew.host == BO


def test_a_guest_of_the_congregation_may_host_a_crew() -> None:
    village = active()
    village.tells(AMARA, f"!tier {BO} guest")

    village.says(BO, "!host me", at=crew_room(village.crew.id))

    assert village.crew.host == BO


def test_a_crew_is_hosted_by_one_of_its_own() -> None:
    village = active()

    answer = village.says(BO, "!host Dov", at=crew_room(village.crew.id))

    assert answer == told("crew-host.not-in", given="Dov", name=KETTLE, people="Amara, Bo, Cleo")


def test_who_hosts_already_need_not_be_asked() -> None:
    village = active()
    room = crew_room(village.crew.id)

    assert village.says(BO, "!host", at=room) == told("crew-host.is", person="Amara", name=KETTLE)
    assert village.says(BO, "!host Amara", at=room) == told(
        "crew-host.same", person="Amara", name=KETTLE
    )


def test_the_congregations_hosts_are_still_asked_for_in_direct_messages() -> None:
    village = active()

    assert village.tells(AMARA, "!host") == told("host.needs-person")
    assert village.tells(BO, "!host me crew=slow") == told(
        "crew-host.changed", person="Bo", name=KETTLE
    )


def test_when_the_host_leaves_nobody_hosts_until_somebody_says_so() -> None:
    village = active()
    room = crew_room(village.crew.id)

    village.leaves(AMARA, at=room)

    assert here(village)[-1] == told("crew-host.nobody", name=KETTLE)
    assert "Host: nobody yet" in village.says(CLEO, "!crew", at=room)
    assert village.says(CLEO, "!host me", at=room) == told(
        "crew-host.changed", person="Cleo", name=KETTLE
    )


def test_the_leaving_of_a_caller_who_hosts_no_more_is_not_spoken_of() -> None:
    village = active()
    room = crew_room(village.crew.id)
    village.says(BO, "!host me", at=room)
    before = here(village)

    village.leaves(AMARA, at=room)

    assert not any("host" in one.lower() for one in here(village)[len(before) :])


# ----------------------------------------------------------------------------- while it is forming


def test_a_crew_that_forms_for_long_is_asked_once_more_and_then_rests() -> None:
    village = forming()

    village.pass_time(timedelta(days=15))
    asked = here(village)[-1]
    village.pass_time(timedelta(days=15))

    until = "Tuesday 22 December 2026"
    later = "!agree Tue 19:00, review 19 January"
    assert asked == told("forming.asked", name=KETTLE, until=until, example=later)
    assert here(village)[-1] == told("silent", name=KETTLE)
    assert village.crew.state is CrewState.RESTING


def test_who_only_has_an_invitation_is_asked_nothing_and_may_say_nothing() -> None:
    village = forming("seats=3-4")
    village.tells(DOV, "yes")
    village.settle()
    room = village.world.rooms[crew_room(village.crew.id)]

    assert room.has(DOV, Membership.INVITE)
    assert village.tells(DOV, AGREE) == told("crew.none-yours", congregation="Harbourlight")
    assert ESI not in village.crew.people
