"""What a look at one thing can yield: checks, troubles, findings, as values.

Owns their shape. Refuses to know which there are (`troubles`) and how anything is found out.
"""

from enum import Enum

from attrs import frozen


class Status(Enum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    """It works, and will not for ever or not for everybody."""
    FAILED = "failed"
    SKIPPED = "skipped"
    """Something it rests on failed; nothing is known."""


@frozen
class Check:
    """One question.

    Attributes:
        code: Stable; what is wrong has a code that begins with it.
        title: The answer that is hoped for.
    """

    code: str
    title: str


@frozen
class Trouble:
    """One way in which a check can end badly.

    Attributes:
        name: The end of its code.
        fix: What to do, in words that hold whatever the values are.
    """

    check: Check
    name: str
    status: Status
    fix: str

    @property
    def code(self) -> str:
        """Its whole code."""
        return f"{self.check.code}-{self.name}"

    def because(self, cause: str) -> "Finding":
        """Make the finding.

        Args:
            cause: What was seen, with the values that matter and no secret.
        """
        return Finding(self.check, self.status, code=self.code, cause=cause, fix=self.fix)


@frozen
class Finding:
    """How one check ended.

    Attributes:
        code: The check's own if it is well or skipped, else the trouble's.
        cause: What was seen; may be empty.
        fix: What to do; empty if there is nothing to do.
    """

    check: Check
    status: Status
    code: str
    cause: str
    fix: str


def well(check: Check, seen: str = "") -> Finding:
    """Make the finding of a check that ended as hoped for."""
    return Finding(check, Status.OK, code=check.code, cause=seen, fix="")


def skipped(check: Check, *, after: Finding) -> Finding:
    """Make the finding of a check that could not be made."""
    return Finding(check, Status.SKIPPED, code=check.code, cause=f"See {after.code}.", fix="")
