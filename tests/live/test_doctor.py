"""Doctor beside a real homeserver: all well, and each way in which it may not be."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
import trustme
from attrs import evolve

from appservice.cli.config_text import config_text
from appservice.config import Config, parse_config
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.synapse import Synapse
from appservice.doctor import Finding, Status, examine, startup_findings
from appservice.doctor.ear import an_ear
from appservice.registration import Registration, new_secret
from microsol_matrix.ids import ServerName

pytestmark = pytest.mark.live

Installed: TypeAlias = Callable[[Registration], Config]


@pytest.fixture
def installed(homeserver: Synapse, tmp_path: Path) -> Installed:
    """Writes the configuration and registration file of a service, as `init` would."""

    def install(registration: Registration) -> Config:
        given = {
            "homeserver.url": homeserver.url,
            "homeserver.server_name": registration.server_name,
            "appservice.url": registration.url,
            "appservice.id": registration.id,
            "appservice.bot_localpart": registration.bot_localpart,
            "appservice.as_token": registration.as_token,
            "appservice.hs_token": registration.hs_token,
            "name_secret": new_secret(),
        }
        for name, text in (
            ("config.yaml", config_text(given)),
            ("registration.yaml", registration.to_yaml()),
        ):
            (tmp_path / name).write_text(text, encoding="utf-8")
            (tmp_path / name).chmod(0o600)
        return parse_config(config_text(given), source=tmp_path / "config.yaml")

    return install


async def microsol_matrix(*words: str) -> tuple[int | None, str]:
    """Run the program; give its exit code and what it said."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "appservice", *words, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await child.communicate()
    return child.returncode, said.decode()


def troubles_of(findings: tuple[Finding, ...]) -> dict[str, str]:
    """Give what is not well: status by code, what was skipped left out."""
    return {
        finding.code: finding.status.value
        for finding in findings
        if finding.status not in {Status.OK, Status.SKIPPED}
    }


async def test_what_init_writes_is_all_that_a_homeserver_needs(
    authority: trustme.CA, tmp_path: Path
) -> None:
    folder = tmp_path / "microsol"
    homeserver = Synapse(directory=tmp_path / "synapse", authority=authority)
    own_url = f"http://{LOOPBACK}:{reserve_loopback_port()}"
    flags = ("--homeserver", homeserver.url, "--url", own_url, "--dir", str(folder))
    await microsol_matrix("init", "--server-name", homeserver.server_name, *flags)
    homeserver.registrations.append(folder / "registration.yaml")

    async with homeserver:
        code, told = await microsol_matrix("doctor", "--config", str(folder / "config.yaml"))

    assert (code, told.splitlines()[-1]) == (0, "9 ok")


async def test_everything_is_well_without_the_service_running(
    installed: Installed, registration: Registration
) -> None:
    config = installed(registration)

    findings = await examine(config.source)

    assert {finding.code: finding.status.value for finding in findings} == {
        "D-CONFIG": "ok",
        "D-REGISTRATION": "ok",
        "D-DATABASE": "ok",
        "D-SPACE": "ok",
        "D-HOMESERVER": "ok",
        "D-TOKEN": "ok",
        "D-BOT": "ok",
        "D-ALIASES": "ok",
        "D-PING": "ok",
    }


async def test_everything_is_well_beside_the_running_service(
    installed: Installed, registration: Registration
) -> None:
    config = installed(registration)

    async with an_ear(config):  # answers pings as the service does
        beside = await examine(config.source)
        inside = await startup_findings(config)

    assert troubles_of(beside) == troubles_of(inside) == {}


async def test_a_service_that_does_not_listen_is_not_reached(
    installed: Installed, registration: Registration
) -> None:
    findings = await startup_findings(installed(registration))

    assert troubles_of(findings) == {"D-PING-UNREACHED": "failed"}


async def test_another_as_token_than_the_homeservers_is_told(
    installed: Installed, registration: Registration
) -> None:
    config = installed(evolve(registration, as_token=new_secret()))

    findings = await examine(config.source)

    assert troubles_of(findings) == {"D-TOKEN-UNKNOWN": "failed"}
    assert [it.check.code for it in findings if it.status is Status.SKIPPED] == [
        "D-BOT",
        "D-ALIASES",
        "D-PING",
    ]


async def test_another_hs_token_than_the_homeservers_is_told(
    installed: Installed, registration: Registration
) -> None:
    config = installed(evolve(registration, hs_token=new_secret()))

    findings = await examine(config.source)

    assert troubles_of(findings) == {"D-PING-TOKEN": "failed"}


async def test_another_url_than_the_homeservers_is_told(
    installed: Installed, registration: Registration
) -> None:
    elsewhere = f"http://{LOOPBACK}:{reserve_loopback_port()}"
    config = installed(evolve(registration, url=elsewhere))

    findings = await examine(config.source)

    assert troubles_of(findings) == {"D-PING-UNREACHED": "failed"}


async def test_another_service_at_our_url_is_told(
    installed: Installed, registration: Registration
) -> None:
    there = installed(registration)
    elsewhere = f"http://{LOOPBACK}:{reserve_loopback_port()}"

    async with an_ear(there):
        config = installed(evolve(registration, url=elsewhere))
        findings = await examine(config.source)

    assert troubles_of(findings) == {"D-PING-ELSEWHERE": "failed"}


async def test_a_stranger_at_our_url_is_told(
    installed: Installed, registration: Registration
) -> None:
    there = installed(evolve(registration, hs_token=new_secret()))
    elsewhere = f"http://{LOOPBACK}:{reserve_loopback_port()}"

    async with an_ear(there):  # a service with another token: it refuses the homeserver
        config = installed(evolve(registration, url=elsewhere))
        findings = await examine(config.source)

    assert troubles_of(findings) == {"D-PING-STATUS": "failed"}


async def test_another_id_than_the_homeservers_is_told(
    installed: Installed, registration: Registration
) -> None:
    config = installed(evolve(registration, id="another"))

    findings = await examine(config.source)

    assert troubles_of(findings) == {"D-PING-ID": "failed"}


async def test_a_bot_outside_the_namespace_is_told(
    installed: Installed, registration: Registration
) -> None:
    config = installed(evolve(registration, bot_localpart="usher"))

    findings = await examine(config.source)

    assert troubles_of(findings) == {"D-BOT-OUTSIDE": "failed"}


async def test_another_server_name_than_the_homeservers_is_told(
    installed: Installed, registration: Registration
) -> None:
    config = installed(evolve(registration, server_name=ServerName("example.org")))

    findings = await examine(config.source)

    assert set(troubles_of(findings)) == {"D-BOT-OUTSIDE", "D-ALIASES-OUTSIDE"}


async def test_doctor_leaves_no_trace_but_the_bots_account(
    installed: Installed, registration: Registration, homeserver: Synapse
) -> None:
    config = installed(registration)
    before = {path.name for path in config.source.parent.iterdir()}
    amara = await homeserver.newcomer("Amara")
    await examine(config.source)
    first = await amara.api.call("GET", "profile", config.bot)

    await examine(config.source)

    # The homeserver is shared, and another test may have named the bot before.
    assert await amara.api.call("GET", "profile", config.bot) == first
    assert {path.name for path in config.source.parent.iterdir()} == before
