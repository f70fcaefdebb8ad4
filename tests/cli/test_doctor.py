"""What doctor finds on this machine alone, and how it tells it."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp
import pytest
from click.testing import Result

from appservice.config import Config, load_config
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.doctor import Finding, Status, disk, examine, startup_findings, troubles
from appservice.doctor.disk import look_at_disk
from appservice.doctor.ear import Heard, OwnEar, ServiceEar, an_ear
from appservice.doctor.findings import Trouble, skipped, well
from appservice.doctor.troubles import CHECKS, TROUBLES, exit_of
from appservice.exits import Exit
from appservice.registration import registration_of
from appservice.store import open_store

Call: TypeAlias = Callable[..., Result]
WriteConfig: TypeAlias = Callable[[Mapping[str, Any]], Path]

PING = "/_matrix/app/v1/ping"


@pytest.fixture
def config(document: dict[str, Any], write_config: WriteConfig) -> Config:
    """A configuration whose homeserver is down and whose own port is free."""
    document["homeserver"]["url"] = f"http://{LOOPBACK}:{reserve_loopback_port()}"
    document["appservice"]["url"] = f"http://{LOOPBACK}:{reserve_loopback_port()}"
    config = load_config(write_config(document))
    registration = config.source.parent / "registration.yaml"
    registration.write_text(registration_of(config).to_yaml(), encoding="utf-8")
    registration.chmod(0o600)
    return config


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def beside(config: Config, name: str) -> Path:
    return config.source.parent / name


# ------------------------------------------------------------------------------------- this machine


def test_a_fresh_configuration_is_well(config: Config) -> None:
    findings = look_at_disk(config)

    assert codes(findings) == ["D-CONFIG", "D-REGISTRATION", "D-DATABASE", "D-SPACE"]
    assert {finding.status for finding in findings} == {Status.OK}
    assert not config.database_path.exists()


def test_a_registration_elsewhere_is_none_of_our_business(config: Config) -> None:
    beside(config, "registration.yaml").unlink()

    assert "D-REGISTRATION" in codes(look_at_disk(config))


def test_a_configuration_that_others_can_read_is_a_warning(config: Config) -> None:
    config.source.chmod(0o644)

    assert "D-CONFIG-READABLE" in codes(look_at_disk(config))


def test_a_registration_for_its_group_is_well_as_homeservers_must_read_it(config: Config) -> None:
    beside(config, "registration.yaml").chmod(0o640)

    assert "D-REGISTRATION" in codes(look_at_disk(config))


def test_a_registration_that_everybody_can_read_is_a_warning(config: Config) -> None:
    beside(config, "registration.yaml").chmod(0o644)

    assert "D-REGISTRATION-READABLE" in codes(look_at_disk(config))


def test_a_registration_with_other_tokens_is_named_without_showing_them(config: Config) -> None:
    path = beside(config, "registration.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(config.appservice.hs_token, "another"), encoding="utf-8")

    [finding] = [it for it in look_at_disk(config) if it.check == troubles.REGISTRATION]

    assert finding.code == "D-REGISTRATION-DIFFERS"
    assert "another hs_token" in finding.cause
    assert config.appservice.hs_token not in finding.cause


def test_a_registration_with_wider_namespaces_is_a_warning(config: Config) -> None:
    path = beside(config, "registration.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("@_microsol_.*", "@.*"), encoding="utf-8")

    [finding] = [it for it in look_at_disk(config) if it.check == troubles.REGISTRATION]

    assert finding.code == "D-REGISTRATION-UNREADABLE"
    assert "namespaces" in finding.cause


async def test_the_database_of_the_service_is_well(config: Config) -> None:
    store = await open_store(config.database_path)
    try:
        assert "D-DATABASE" in codes(look_at_disk(config))
    finally:
        await store.close()


def test_a_file_that_is_no_database_is_told(config: Config) -> None:
    config.database_path.write_bytes(b"not a database" * 100)

    assert "D-DATABASE-UNREADABLE" in codes(look_at_disk(config))


def test_a_folder_that_is_not_there_is_told(
    document: dict[str, Any], write_config: WriteConfig
) -> None:
    document["database"] = {"path": "nowhere/facts.sqlite3"}

    assert "D-DATABASE-READONLY" in codes(look_at_disk(load_config(write_config(document))))


@pytest.mark.parametrize(
    ("least", "low", "code"),
    [(0, 0, "D-SPACE"), (0, 2**62, "D-SPACE-LOW"), (2**62, 2**62, "D-SPACE-NONE")],
)
def test_a_disk_without_room_is_told(
    config: Config, monkeypatch: pytest.MonkeyPatch, *, least: int, low: int, code: str
) -> None:
    # A full disk cannot be had in a test; the limits can be put above any disk.
    monkeypatch.setattr(disk, "LEAST_BYTES", least)
    monkeypatch.setattr(disk, "LOW_BYTES", low)

    assert code in codes(look_at_disk(config))


# ------------------------------------------------------------------------------------ doctor's ear


async def ask(config: Config, method: str, path: str, *, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, config.appservice.url + path, json={}, headers=headers) as answer,
    ):
        return answer.status


async def test_where_nobody_listens_doctor_hears_pings_itself(config: Config) -> None:
    async with an_ear(config) as ear:
        status = await ask(config, "POST", PING, token=config.appservice.hs_token)

        assert isinstance(ear, OwnEar)
        assert (status, ear.heard) == (200, {Heard.PING})


async def test_doctor_takes_no_transaction_from_the_service(config: Config) -> None:
    async with an_ear(config) as ear:
        path = "/_matrix/app/v1/transactions/1"
        status = await ask(config, "PUT", path, token=config.appservice.hs_token)

        assert isinstance(ear, OwnEar)
        assert (status, ear.heard) == (503, set())


async def test_doctor_tells_pings_with_another_token_and_with_a_path_apart(config: Config) -> None:
    async with an_ear(config) as ear:
        wrong = await ask(config, "POST", PING, token="x")
        below = await ask(config, "POST", f"/bots{PING}", token=config.appservice.hs_token)

        assert isinstance(ear, OwnEar)
        assert (wrong, below) == (403, 404)
        assert ear.heard == {Heard.WRONG_TOKEN, Heard.WRONG_PATH}


async def test_doctor_lets_the_running_service_hear(config: Config) -> None:
    async with an_ear(config) as service, an_ear(config) as ear:
        assert isinstance(service, OwnEar)  # it answers pings as the service does
        assert isinstance(ear, ServiceEar)


async def test_doctor_frees_the_port_again(config: Config) -> None:
    async with an_ear(config):
        pass

    async with an_ear(config) as ear:
        assert isinstance(ear, OwnEar)


async def test_a_port_that_another_program_holds_is_told(config: Config) -> None:
    async with an_ear(config) as theirs:
        assert isinstance(theirs, OwnEar)
        theirs.hs_token = "another-token"

        async with an_ear(config) as ear:
            assert isinstance(ear, Finding)
            assert ear.code == "D-PING-OCCUPIED"
            assert "answers a ping with 403" in ear.cause


async def test_a_program_on_our_port_that_does_not_speak_http_is_told(config: Config) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    port = config.appservice.listen_port
    async with await asyncio.start_server(hang_up, LOOPBACK, port), an_ear(config) as ear:
        assert isinstance(ear, Finding)
        assert ear.code == "D-PING-OCCUPIED"
        assert "does not answer" in ear.cause


async def test_an_address_of_another_machine_is_told(
    document: dict[str, Any], write_config: WriteConfig
) -> None:
    document["appservice"]["listen_host"] = "192.0.2.1"  # for documentation: nobody has it

    async with an_ear(load_config(write_config(document))) as ear:
        assert isinstance(ear, Finding)
        assert ear.code == "D-PING-LISTEN"


# ------------------------------------------------------------------------------- what is told of it


async def test_a_homeserver_that_is_down_leaves_the_rest_unknown(config: Config) -> None:
    findings = await examine(config.source)

    assert [finding.check for finding in findings] == list(CHECKS)
    assert codes(findings)[4] == "D-HOMESERVER-UNREACHABLE"
    assert {finding.status for finding in findings[5:]} == {Status.SKIPPED}
    assert exit_of(findings) is Exit.CHECKS_FAILED


async def test_a_start_beside_a_homeserver_that_is_down_is_no_end(config: Config) -> None:
    findings = await startup_findings(config)

    assert codes(findings)[4] == "D-HOMESERVER-UNREACHABLE"


async def test_what_is_no_homeserver_is_told(
    document: dict[str, Any], write_config: WriteConfig
) -> None:
    port = reserve_loopback_port()
    document["homeserver"]["url"] = f"http://{LOOPBACK}:{port}"
    document["appservice"]["url"] = f"http://{LOOPBACK}:{port}/bots"
    path = write_config(document)

    findings = await examine(path)  # its own listener is what answers, with 503

    assert codes(findings)[4] == "D-HOMESERVER-UNREACHABLE"
    assert "503" in findings[4].cause


def test_a_broken_configuration_is_a_finding_with_an_exit_code_of_its_own(
    call: Call, tmp_path: Path
) -> None:
    result = call("doctor", "--config", tmp_path / "config.yaml", "--json")

    told = json.loads(result.stdout)
    assert result.exit_code == 78
    assert told["exit_code"] == 78
    assert told["findings"][0]["code"] == "D-CONFIG-INVALID"
    assert {it["status"] for it in told["findings"][1:]} == {"skipped"}


def test_findings_are_told_to_people_with_cause_and_fix(call: Call, config: Config) -> None:
    result = call("doctor", "--config", config.source)

    assert result.exit_code == 1
    assert "✓ The configuration is complete and kept to its owner  D-CONFIG\n" in result.stdout
    assert "✗ The homeserver answers  D-HOMESERVER-UNREACHABLE\n    No connection" in result.stdout
    assert f"    -> {troubles.HOMESERVER_UNREACHABLE.fix}\n" in result.stdout
    assert "- The homeserver knows this service  D-TOKEN\n" in result.stdout
    assert result.stdout.endswith("4 ok, 1 failed, 4 skipped\n")


def test_every_finding_is_told_to_machines_with_the_same_keys(call: Call, config: Config) -> None:
    result = call("doctor", "--config", config.source, "--json")

    told = json.loads(result.stdout)
    keys = {"check", "title", "status", "code", "cause", "fix"}
    assert [it["check"] for it in told["findings"]] == [check.code for check in CHECKS]
    assert all(set(it) == keys for it in told["findings"])
    assert told["exit_code"] == result.exit_code == 1


def test_no_secret_is_told(call: Call, config: Config) -> None:
    for words in ([], ["--json"]):
        result = call("doctor", "--config", config.source, *words)

        assert not [secret for secret in config.secrets if secret in result.output]


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ((well(troubles.CONFIG),), Exit.OK),
        ((well(troubles.CONFIG), troubles.SPACE_LOW.because("3 MiB")), Exit.OK),
        ((troubles.SPACE_NONE.because("0"), troubles.SPACE_LOW.because("3")), Exit.CHECKS_FAILED),
        ((troubles.CONFIG_INVALID.because("x"), troubles.PING_ID.because("y")), Exit.CONFIG),
        ((troubles.CONFIG_READABLE.because("x"),), Exit.OK),
        ((skipped(troubles.PING, after=well(troubles.BOT)),), Exit.OK),
    ],
)
def test_warnings_do_not_fail_and_a_broken_configuration_is_its_own_failure(
    findings: tuple[Finding, ...], code: Exit
) -> None:
    assert exit_of(findings) is code


def test_every_trouble_belongs_to_a_check_and_has_a_code_of_its_own_and_a_fix() -> None:
    known = [it for it in vars(troubles).values() if isinstance(it, Trouble)]

    assert set(TROUBLES) == set(known)
    assert len({trouble.code for trouble in TROUBLES}) == len(TROUBLES)
    assert {trouble.check for trouble in TROUBLES} == set(CHECKS)
    assert all(trouble.fix.endswith((".", ":")) for trouble in TROUBLES)
    assert {trouble.status for trouble in TROUBLES} == {Status.FAILED, Status.WARNING}
