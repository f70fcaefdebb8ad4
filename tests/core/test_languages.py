"""Languages: reading their names, saying phrases in them, and choosing one."""

from datetime import date

import pytest

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.ids import RoomKey, UserId
from microsol_matrix.languages import Language, read_language, written_date
from microsol_matrix.places import COMMONS, HOSTS
from microsol_matrix.plan.intents import PutState
from microsol_matrix.scales.call import CallState
from microsol_matrix.structure.types import CONGREGATION
from microsol_matrix.talk.descriptors import COMMANDS, bare
from microsol_matrix.words import count, joined, say
from tests.core.life import harbourlight
from tests.core.said import AMARA, BO, message


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("es", Language.SPANISH),
        ("ES", Language.SPANISH),
        ("español", Language.SPANISH),
        ("espanol", Language.SPANISH),
        ("Spanish", Language.SPANISH),
        ("espagnol", Language.SPANISH),
        ("Français", Language.FRENCH),
        ("inglés", Language.ENGLISH),
        ("", None),
        ("de", None),
        ("Klingon", None),
    ],
)
def test_a_language_is_read_by_its_code_or_its_name_in_any_of_them(
    written: str, language: Language | None
) -> None:
    assert read_language(written) is language


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.ENGLISH, "Monday 7 December 2026"),
        (Language.SPANISH, "lunes 7 de diciembre de 2026"),
        (Language.FRENCH, "lundi 7 décembre 2026"),
    ],
)
def test_a_date_is_written_as_its_language_does(language: Language, written: str) -> None:
    assert written_date(date(2026, 12, 7), language) == written


def test_a_phrase_is_said_with_its_phrases_and_dates_in_one_language() -> None:
    said = say(
        "call.begun.left", name="Slow", seats=count("call.seats", 1), until=date(2026, 12, 7)
    )

    assert "1 seat " in said
    assert "lunes 7 de diciembre de 2026" in said.in_language(Language.SPANISH)
    assert "1 lugar" in said.in_language(Language.SPANISH)
    assert "lundi 7 décembre 2026" in said.in_language(Language.FRENCH)


@pytest.mark.parametrize(
    ("number", "english", "spanish", "french"),
    [
        (0, "0 seats", "0 lugares", "0 place"),
        (1, "1 seat", "1 lugar", "1 place"),
        (2, "2 seats", "2 lugares", "2 places"),
    ],
)
def test_a_number_takes_the_form_of_its_language(
    number: int, english: str, spanish: str, french: str
) -> None:
    said = count("call.seats", number)

    assert said == english
    assert said.in_language(Language.SPANISH) == spanish
    assert said.in_language(Language.FRENCH) == french


@pytest.mark.parametrize("language", Language)
def test_what_is_said_in_a_language_is_a_bare_text(language: Language) -> None:
    assert type(say("yes.which", calls=say("name.line", name="Slow")).in_language(language)) is str


def test_what_people_wrote_stays_as_they_wrote_it_in_every_language() -> None:
    said = joined([say("name.line", name="**Slow** Kettle"), say("name.line", name="{x}")])

    assert said.in_language(Language.FRENCH) == said.in_language(Language.ENGLISH)


def test_no_word_of_another_language_names_two_commands() -> None:
    words = [bare(word) for one in COMMANDS for word in (one.word, *one.aliases)]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("word", ["sí", "si", "Sí", "oui", "!sí", "!oui", "!SI"])
def test_a_yes_is_heard_in_every_language(word: str) -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!call Slow Kettle")

    village.tells(BO, f"{word} Slow Kettle")

    (call,) = village.world.calls.values()
    assert call.answer_of(BO) is not None


@pytest.mark.parametrize("words", ["!convocar Slow Kettle", "!appeler Slow Kettle"])
def test_a_command_is_heard_by_its_word_in_another_language(words: str) -> None:
    village = harbourlight()

    village.tells(AMARA, words)

    (call,) = village.world.calls.values()
    assert call.state is CallState.OPEN


def test_a_host_chooses_the_language_of_the_congregation_in_hosts() -> None:
    village = harbourlight()

    answer = village.says(AMARA, "!language español", at=HOSTS)

    assert village.world.language is Language.SPANISH
    assert "En Harbourlight hablo español" in answer


def test_what_is_shown_to_all_follows_the_language_of_the_congregation() -> None:
    village = harbourlight()
    village.says(AMARA, "!language es", at=HOSTS)

    answer = village.says(AMARA, "!calls", at=COMMONS)

    assert answer == say("calls.none", congregation="Harbourlight").in_language(Language.SPANISH)


@pytest.mark.parametrize(("person", "place"), [(BO, COMMONS), (AMARA, COMMONS)])
def test_the_language_of_the_congregation_is_chosen_by_hosts_and_in_hosts_only(
    person: UserId, place: RoomKey
) -> None:
    village = harbourlight(BO)

    answer = village.says(person, "!language es", at=place)

    assert village.world.language is Language.ENGLISH
    assert "in Hosts" in answer


def test_the_card_of_a_congregation_says_its_language() -> None:
    village = harbourlight()

    village.says(AMARA, "!language fr", at=HOSTS)

    put = [intent for intent in village.plan() if isinstance(intent, PutState)]
    cards = [one.piece.content for one in put if one.piece.type == CONGREGATION]
    assert [card["languages"] for card in cards] == [["fr"]]


def test_a_direct_message_is_answered_in_the_language_of_its_person() -> None:
    village = harbourlight(BO)
    asked = message(BO, "!calls")

    village.happen(Heard(asked, role="direct", language=Language.FRENCH))

    french = say("calls.none", congregation="Harbourlight").in_language(Language.FRENCH)
    assert village.world.notices[-1].text == french


def test_a_letter_carries_every_language() -> None:
    village = harbourlight(BO)
    village.says(AMARA, "!call Slow Kettle", at=COMMONS)

    village.tells(BO, "yes Slow Kettle")

    letter = village.letters[-1]
    assert letter.translations[Language.ENGLISH] == letter.text
    assert "Bo" in letter.translations[Language.SPANISH]
    assert len(set(letter.translations.values())) == len(Language)
