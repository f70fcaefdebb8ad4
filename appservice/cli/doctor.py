"""`doctor`: what keeps the service from working, for people and for machines.

Owns how findings are shown. Refuses to know how they are found.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from appservice.cli.terminal import config_option
from appservice.doctor import Finding, Status, examine
from appservice.doctor.troubles import exit_of

_LOOKS: Final[Mapping[Status, tuple[str, str]]] = {
    Status.OK: ("✓", "green"),
    Status.WARNING: ("!", "yellow"),
    Status.FAILED: ("✗", "bold red"),
    Status.SKIPPED: ("-", "dim"),
}
"""A mark for those who see no colours, and a colour."""


@click.command()
@config_option
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")
def doctor(config_path: Path, *, as_json: bool) -> None:
    """Look for what keeps the service from working.

    Ends with 0 if nothing failed, 1 if a check failed, 78 if the configuration cannot be used. Can
    be run beside the service or without it.
    """
    findings = asyncio.run(examine(config_path))
    code = exit_of(findings)
    if as_json:
        click.echo(json.dumps(_document(findings, code), ensure_ascii=False, indent=2))
    else:
        _show(findings)
    raise SystemExit(code)


def _document(findings: Sequence[Finding], code: int) -> Mapping[str, object]:
    return {
        "findings": [
            {
                "check": finding.check.code,
                "title": finding.check.title,
                "status": finding.status.value,
                "code": finding.code,
                "cause": finding.cause,
                "fix": finding.fix,
            }
            for finding in findings
        ],
        "exit_code": int(code),
    }


def _show(findings: Sequence[Finding]) -> None:
    console = Console(highlight=False)
    for finding in findings:
        mark, style = _LOOKS[finding.status]
        console.print(Text.assemble((f"{mark} {finding.check.title}", style), f"  {finding.code}"))
        if finding.cause and finding.status is not Status.SKIPPED:
            _show_below(console, finding.cause)
        if finding.fix:
            _show_below(console, f"-> {finding.fix}")
    counts = Counter(finding.status for finding in findings)
    told = ", ".join(f"{counts[status]} {status.value}" for status in Status if counts[status])
    console.print(told)


def _show_below(console: Console, words: str) -> None:
    if console.is_terminal:
        console.print(Padding(words, (0, 0, 0, 4)), markup=False)
    else:  # whole lines, for whoever searches in a file
        console.print(f"    {words}", markup=False, soft_wrap=True)
