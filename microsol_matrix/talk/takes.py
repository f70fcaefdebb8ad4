"""What an option takes: the types of values, their bounds, and how each is read.

Owns the way from what stands behind `=` to a value of the right type, and how to say what would have
fitted. Refuses to know commands, and whether a value that fits may be.
"""

import re
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Generic, Protocol, TypeVar

from attrs import frozen

from microsol_matrix.dates import Ambiguous, end_of, read_deadline
from microsol_matrix.ids import Text, ZoneName
from microsol_matrix.spans import read_span, written_span
from microsol_matrix.words import Said, say
from microsol_matrix.zones import read_zone

T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=Enum)

_NUMBER: Final = re.compile(r"\d{1,3}", re.ASCII)
_PAIR: Final = re.compile(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?", re.ASCII)
_TWO: Final = 2


@frozen
class Misfit:
    """What was written does not fit.

    Attributes:
        why: Says it better than what would have fitted does; None where there is no more to say.
    """

    why: Said | None = None


class Takes(Protocol[T_co]):
    """What an option takes."""

    def read(self, written: str, *, now: datetime) -> T_co | Misfit:
        """Read a value.

        Args:
            written: What stands behind `=`, without its quotes, dashes made plain.
            now: The present, in the time zone whose days are meant.
        """
        ...

    def expected(self) -> Said:
        """Say what would fit, as the end of `It takes ...`."""
        ...


@frozen
class Words:
    """Free words of at most so many characters."""

    limit: int

    def read(self, written: str, *, now: datetime) -> Text | Misfit:  # noqa: ARG002 - as Takes
        """Read words."""
        return Text(written) if len(written) <= self.limit else Misfit()

    def expected(self) -> Said:
        """Say how many characters are the most."""
        return say("option.note", limit=self.limit)


@frozen
class Choice(Generic[E]):
    """One of a few words, in any letter case: the values of an enumeration."""

    values: type[E]

    def read(self, written: str, *, now: datetime) -> E | Misfit:  # noqa: ARG002 - as Takes
        """Read one of the words."""
        try:
            return self.values(written.lower())
        except ValueError:
            return Misfit()

    def expected(self) -> Said:
        """Say the words."""
        words = [str(one.value) for one in self.values]
        if len(words) == _TWO:
            return say("option.either", one=words[0], other=words[1])
        return say("option.choice", choices=", ".join(words))


@frozen
class YesOrNo:
    """A yes or a no."""

    def read(self, written: str, *, now: datetime) -> bool | Misfit:  # noqa: ARG002 - as Takes
        """Read whether it is a yes."""
        match written.lower():
            case "yes":
                return True
            case "no":
                return False
            case _:
                return Misfit()

    def expected(self) -> Said:
        """Say the two words."""
        return say("option.either", one="yes", other="no")


@frozen
class Number:
    """A whole number within bounds, both of them included."""

    least: int
    most: int

    def read(self, written: str, *, now: datetime) -> int | Misfit:  # noqa: ARG002 - as Takes
        """Read a number in ASCII digits."""
        number = int(written) if _NUMBER.fullmatch(written) else self.least - 1
        return number if self.least <= number <= self.most else Misfit()

    def expected(self) -> Said:
        """Say the bounds."""
        return say("option.number", least=self.least, most=self.most)


@frozen
class Pair:
    """Two whole numbers within bounds, the smaller first (`3-6`), or one for both (`4`)."""

    least: int
    most: int

    def read(self, written: str, *, now: datetime) -> tuple[int, int] | Misfit:  # noqa: ARG002 - as Takes
        """Read two numbers in ASCII digits."""
        match = _PAIR.fullmatch(written)
        if match is None:
            return Misfit()
        low = int(match[1])
        high = int(match[2] or low)
        return (low, high) if self.least <= low <= high <= self.most else Misfit()

    def expected(self) -> Said:
        """Say the bounds."""
        return say("option.pair", least=self.least, most=self.most)


@frozen
class Span:
    """A span of whole hours, days or weeks within bounds, both of them included."""

    least: timedelta
    most: timedelta

    def read(self, written: str, *, now: datetime) -> timedelta | Misfit:  # noqa: ARG002 - as Takes
        """Read a number and its unit."""
        span = read_span(written)
        return span if span is not None and self.least <= span <= self.most else Misfit()

    def expected(self) -> Said:
        """Say the bounds."""
        least, most = written_span(self.least), written_span(self.most)
        return say("option.span", least=least, most=most)


@frozen
class Deadline:
    """The end of a day, at most so far ahead."""

    longest: timedelta

    def read(self, written: str, *, now: datetime) -> datetime | Misfit:
        """Read a day that is yet to come, or today; where it may mean two, ask which."""
        match read_deadline(written, now=now):
            case Ambiguous(one=one, other=other):
                return Misfit(
                    say(
                        "date.ambiguous",
                        given=written,
                        one=one,
                        one_iso=one.isoformat(),
                        other=other,
                        other_iso=other.isoformat(),
                    )
                )
            case datetime() as moment if now < moment <= end_of(now + self.longest):
                return moment
            case _:
                return Misfit()

    def expected(self) -> Said:
        """Say how far ahead it may be."""
        return say("option.closes", most=self.longest.days)


@frozen
class Zone:
    """A time zone."""

    def read(self, written: str, *, now: datetime) -> ZoneName | Misfit:  # noqa: ARG002 - as Takes
        """Read its name, or its city's alone."""
        return read_zone(written) or Misfit()

    def expected(self) -> Said:
        """Say how they are named."""
        return say("option.zone")


@frozen
class Slug:
    """The readable part of a congregation's address; whether there is such a one is not judged here."""

    def read(self, written: str, *, now: datetime) -> str | Misfit:  # noqa: ARG002 - as Takes
        """Read it in lower case."""
        return written.lower() if written else Misfit()

    def expected(self) -> Said:
        """Say where it is found."""
        return say("option.slug")
