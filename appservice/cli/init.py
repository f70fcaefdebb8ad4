"""`init`: a new configuration and its registration, and what to tell the homeserver.

Owns the questions, the two files and the steps that follow. Refuses to know the grammar of settings
and what a registration holds.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

import click
from attrs import frozen

from appservice import settings
from appservice.cli.config_text import config_text
from appservice.cli.new_files import SecretFile, standing, write_together
from appservice.cli.terminal import NotWritten, Terminal
from appservice.config import Config, ConfigInvalid, load_config, parse_config
from appservice.registration import new_secret, registration_of
from appservice.setting_values import Unfit
from appservice.settings import Setting

T = TypeVar("T")

_CONFIG: Final = "config.yaml"
_REGISTRATION: Final = "registration.yaml"


@frozen
class Question:
    """One thing that only the admin knows.

    Attributes:
        flag: The option that answers it.
        text: How it is asked at a terminal.
        suggestion: What most will answer; None if nobody can guess it.
    """

    flag: str
    setting: Setting[str]
    text: str
    suggestion: str | None


QUESTIONS: Final = (
    Question(
        "--server-name",
        settings.SERVER_NAME,
        "The homeserver's name (after the colon in user ids)",
        None,
    ),
    Question(
        "--homeserver",
        settings.HOMESERVER_URL,
        "The homeserver's URL, as seen from here",
        "http://127.0.0.1:8008",
    ),
    Question(
        "--url",
        settings.OWN_URL,
        "This service's URL, as seen from the homeserver",
        "http://127.0.0.1:29330",
    ),
)


@click.command()
@click.option("--server-name", metavar="NAME", help="The homeserver's name: example.org")
@click.option("--homeserver", metavar="URL", help="Where this service reaches the homeserver.")
@click.option("--url", metavar="URL", help="Where the homeserver reaches this service.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="the current folder",
    metavar="DIR",
    help="Where to write config.yaml and registration.yaml.",
)
@click.option("--yes", is_flag=True, help="Never ask; what is missing is an error.")
@click.option("--force", is_flag=True, help="Replace files that exist, with new tokens.")
@click.pass_obj
def init(
    terminal: Terminal,
    *,
    server_name: str | None,
    homeserver: str | None,
    url: str | None,
    folder: Path,
    yes: bool,
    force: bool,
) -> None:
    """Write a new configuration and its registration.

    Asks for what is missing when somebody is there to answer.
    """
    given = dict(zip(QUESTIONS, (server_name, homeserver, url), strict=True))
    folder = folder.absolute()
    _refuse_to_overwrite(folder, is_forced=force)
    answers = _answers(given, can_ask=terminal.has_person and not yes)
    config, text = _configure(answers, folder)
    files = (
        SecretFile(folder / _CONFIG, text),
        SecretFile(folder / _REGISTRATION, registration_of(config).to_yaml()),
    )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_together(files, overwrites=force)
    except OSError as error:
        message = f"Nothing was written: {error}"
        raise NotWritten(message) from error
    click.echo(_farewell(config, folder), nl=False)


def _refuse_to_overwrite(folder: Path, *, is_forced: bool) -> None:
    present = standing(tuple(SecretFile(folder / name, "") for name in (_CONFIG, _REGISTRATION)))
    if present and not is_forced:
        listed = " and ".join(map(str, present))
        message = (
            f"{listed} would be overwritten. Nothing was written.\n"
            "--force replaces both files and makes new tokens: the homeserver then needs the new "
            "registration."
        )
        raise NotWritten(message)


def _answers(given: dict[Question, str | None], *, can_ask: bool) -> dict[str, str]:
    wrong: list[str] = []
    answers: dict[str, str] = {}
    for question, answer in given.items():
        if answer is None:
            continue
        value = question.setting.read(answer)
        if isinstance(value, Unfit):
            wrong.append(f"{question.flag}: expected {value.expected}, got {answer!r}")
        else:
            answers[question.setting.path] = value
    missing = [question.flag for question, answer in given.items() if answer is None]
    if missing and not can_ask:
        wrong.append(f"Still missing: {', '.join(missing)}")
    if wrong:
        raise click.UsageError("\n".join(wrong))
    for question, answer in given.items():
        if answer is None:
            answers[question.setting.path] = click.prompt(
                question.text, default=question.suggestion, value_proc=_reader(question.setting)
            )
    return answers


def _reader(setting: Setting[T]) -> Callable[[str], T]:
    """Let click ask again until the answer fits."""

    def read(answer: str) -> T:
        value = setting.read(answer.strip())
        if isinstance(value, Unfit):
            message = f"Expected {value.expected}."
            raise click.UsageError(message)
        return value

    return read


def _configure(answers: dict[str, str], folder: Path) -> tuple[Config, str]:
    source = folder / _CONFIG
    own_url = answers[settings.OWN_URL.path]
    text = config_text(
        {
            **answers,
            settings.LISTEN_HOST.path: suggested_host(own_url),
            settings.AS_TOKEN.path: new_secret(),
            settings.HS_TOKEN.path: new_secret(),
            settings.NAME_SECRET.path: _earlier_name_secret(source) or new_secret(),
        }
    )
    try:
        return parse_config(text, source=source), text
    except ConfigInvalid as invalid:  # answers that are good one by one and not together
        raise click.UsageError("\n".join(map(str, invalid.problems))) from invalid


def suggested_host(own_url: str) -> str:
    """Choose where to listen: everywhere only if the homeserver comes from elsewhere by itself.

    An https URL means a proxy, which is taken to run on this machine.
    """
    parts = urlsplit(own_url)
    is_near = parts.scheme == "https" or parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return "127.0.0.1" if is_near else "0.0.0.0"  # noqa: S104 - every call must bring the token


def _earlier_name_secret(source: Path) -> str | None:
    """Keep what names were derived from; tokens are made anew, names that exist are not."""
    try:
        return load_config(source).name_secret
    except ConfigInvalid:
        return None


def _farewell(config: Config, folder: Path) -> str:
    registration = folder / _REGISTRATION
    own = config.appservice
    return f"""\
Written, readable by you alone:
  {config.source}
  {registration}
The bot will be {config.bot}; the service will listen on {own.listen_host}:{own.listen_port}.

Now tell the homeserver, which must be able to read the registration as the user it runs as.

Synapse, in homeserver.yaml, then restart it:
  app_service_config_files:
    - {registration}

Dendrite, in dendrite.yaml, then restart it:
  app_service_api:
    config_files:
      - {registration}

Conduit, continuwuity, tuwunel: send this in the admin room, with the whole text of
registration.yaml in a code block below it (Conduit: `register-appservice` after its name):
  !admin appservices register

Then:
  microsol-matrix run --config {config.source}
  microsol-matrix doctor --config {config.source}
"""
