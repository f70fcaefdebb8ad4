"""The registration says what the homeserver must know, and the example is made by the same code."""

import re
from pathlib import Path

import pytest
import yaml

from appservice.config import SENDER_LOCALPART, parse_config
from appservice.registration import (
    Registration,
    RegistrationInvalid,
    example_text,
    new_secret,
    registration_of,
)
from microsol_matrix.ids import ServerName

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["example.org", "localhost:8448", "[2001:db8::1]:8448", "a-b.example"])
def registration(request: pytest.FixtureRequest) -> Registration:
    return Registration(
        id="microsol",
        url="http://127.0.0.1:29330",
        as_token=new_secret(),
        hs_token=new_secret(),
        sender_localpart=SENDER_LOCALPART,
        server_name=ServerName(request.param),
        bot_localpart="microsol.bot-1",
    )


def test_the_example_in_the_repository_is_what_the_code_makes() -> None:
    text = (ROOT / "registration.yaml.example").read_text(encoding="utf-8")

    assert text == example_text(), "python -m appservice.registration > registration.yaml.example"


def test_the_tokens_of_the_example_are_of_no_use(document: dict[str, object]) -> None:
    example = Registration.from_yaml(example_text())

    for token in (example.as_token, example.hs_token):
        text = yaml.safe_dump(document | {"name_secret": token})
        with pytest.raises(Exception, match="not the example's"):
            parse_config(text, source=ROOT / "config.yaml")


def test_what_was_written_is_read_again(registration: Registration) -> None:
    assert Registration.from_yaml(registration.to_yaml()) == registration


def test_a_registration_does_not_show_its_tokens_when_it_is_printed(
    registration: Registration,
) -> None:
    shown = repr(registration)

    assert registration.as_token not in shown
    assert registration.hs_token not in shown


def test_the_bot_is_a_user_of_the_namespace_and_another_than_the_sender(
    registration: Registration,
) -> None:
    document = yaml.safe_load(registration.to_yaml())
    bot, others = document["namespaces"]["users"]
    server = registration.server_name

    assert bot["exclusive"]
    assert others["exclusive"]
    assert re.search(bot["regex"], f"@microsol.bot-1:{server}")
    assert not re.search(bot["regex"], f"@microsolXbot-1:{server}")
    assert not re.search(bot["regex"], f"@microsol.bot-1:{server}.evil.example")
    assert re.search(others["regex"], f"@_microsol_anything:{server}")
    assert not re.search(others["regex"], f"@ana:{server}")
    assert document["sender_localpart"] == "_microsol_sender"


def test_aliases_of_the_namespace_are_ours_alone(registration: Registration) -> None:
    [aliases] = yaml.safe_load(registration.to_yaml())["namespaces"]["aliases"]
    server = registration.server_name

    assert aliases["exclusive"]
    assert re.search(aliases["regex"], f"#_microsol_crew:{server}")
    assert not re.search(aliases["regex"], f"#microsol:{server}")
    assert not re.search(aliases["regex"], "#_microsol_crew:elsewhere.example")


def test_a_registration_asks_for_nothing_that_stock_homeservers_lack(
    registration: Registration,
) -> None:
    document = yaml.safe_load(registration.to_yaml())

    assert not [key for key in document if "." in key]
    assert document["rate_limited"] is False
    assert document["receive_ephemeral"] is False
    assert document["protocols"] == ["microsol"]
    assert document["namespaces"]["rooms"] == []


def test_what_an_admin_adds_is_left_alone(registration: Registration) -> None:
    text = registration.to_yaml() + "org.example.note: ours\n"

    assert Registration.from_yaml(text) == registration


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("exclusive: true", "exclusive: false", "namespaces"),
        ("rate_limited: false", "rate_limited: true", "rate_limited"),
        ("as_token", "as_taken", "as_token is missing"),
        ("^@microsol", ".*microsol", "does not name the bot"),
        ("id: microsol", "id: [", "not a registration file"),
        ("namespaces:", "spaces:", "does not name the bot"),
    ],
)
def test_a_registration_that_was_changed_is_told_apart(old: str, new: str, told: str) -> None:
    text = example_text().replace(old, new)

    with pytest.raises(RegistrationInvalid, match=told):
        Registration.from_yaml(text)


def test_the_registration_follows_from_the_configuration(document: dict[str, object]) -> None:
    config = parse_config(yaml.safe_dump(document), source=ROOT / "config.yaml")

    made = registration_of(config)

    assert made.as_token == config.appservice.as_token
    assert made.hs_token == config.appservice.hs_token
    assert made.url == config.appservice.url
    assert f"@{made.bot_localpart}:{made.server_name}" == config.bot


def test_secrets_are_long_and_never_the_same() -> None:
    made = {new_secret() for _ in range(20)}

    assert len(made) == 20
    assert {len(secret) for secret in made} == {43}
