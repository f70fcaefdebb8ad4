"""README's quick start, typed as it stands there, beside a homeserver that starts later."""

import asyncio
import shlex
import sys
from pathlib import Path

import pytest
import trustme
import yaml

from appservice.demo.child import ChildProcess
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.synapse import Synapse
from appservice.doctor.troubles import CHECKS
from appservice.exits import Exit
from microsol_matrix.ids import UserId
from tests.docs.pages import blocks

pytestmark = pytest.mark.live

_PROGRAM = "/opt/microsol-matrix/bin/microsol-matrix"


def typed(command: str, instead: dict[str, str]) -> list[str]:
    """Give the arguments of a command of README, with what is here in the place of its examples."""
    shell = "\n".join(blocks("README.md", "sh")).replace("\\\n", " ")
    line = next(one for one in shell.splitlines() if one.startswith(f"{_PROGRAM} {command}"))
    for example, here in instead.items():
        assert any(example in one for one in shell.splitlines())
        line = line.replace(example, here)
    return shlex.split(line)[1:]


async def run_to_its_end(*arguments: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "appservice", *arguments, stdout=-1, stderr=-1
    )
    printed, complained = await process.communicate()
    return process.returncode, (printed + complained).decode()


def told_to_synapse(printed: str) -> list[Path]:
    """Give what `init` says that Synapse's configuration should hold."""
    lines = printed.partition("Synapse, in homeserver.yaml")[2].splitlines()[1:]
    told = yaml.safe_load("\n".join(lines[: lines.index("")]))
    return [Path(one) for one in told["app_service_config_files"]]


async def test_the_quick_start_leads_to_a_bot_that_answers(
    authority: trustme.CA, tmp_path: Path
) -> None:
    homeserver = Synapse(directory=tmp_path / "homeserver", authority=authority)
    instead = {
        "example.org": homeserver.server_name,
        "http://127.0.0.1:8008": homeserver.url,
        "http://127.0.0.1:29330": f"http://{LOOPBACK}:{reserve_loopback_port()}",
        "/etc/microsol-matrix": str(tmp_path / "microsol"),
    }

    code, printed = await run_to_its_end(*typed("init", instead))
    assert code == Exit.OK, printed
    homeserver.registrations += told_to_synapse(printed)
    service = ChildProcess.run_module("appservice", *typed("run", instead), directory=tmp_path)
    try:
        await homeserver.start()
        amara = await homeserver.newcomer("Amara")
        bot = UserId(f"@microsol:{homeserver.server_name}")
        direct = await amara.create_direct(bot, first_words="!help")

        answer = await amara.wait_for_message(direct, containing="!found", sender=bot)
        assert "You are not in a congregation" in answer.body
        assert '"ready"' in service.output.read_text(encoding="utf-8")
        code, printed = await run_to_its_end(*typed("doctor", instead))
        assert code == Exit.OK, printed
        assert printed.splitlines()[-1] == f"{len(CHECKS)} ok"
    finally:
        await service.stop()
        await homeserver.stop()
    assert service.exit_code == Exit.OK
