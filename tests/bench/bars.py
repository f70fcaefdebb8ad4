"""Bars: what a measured figure is held against.

Owns whether one is met, and how it is told. Refuses to know how anything was measured.
"""

from collections.abc import Sequence
from math import ceil
from statistics import median

from attrs import frozen


@frozen
class Bar:
    """One figure and its bound.

    Attributes:
        what: Completes "the bar for ...".
        figure: As measured.
        bound: In the same unit.
        unit: Stands behind both.
        is_ceiling: Whether the figure may not be above the bound; else it may not be below.
    """

    what: str
    figure: float
    bound: float
    unit: str = ""
    is_ceiling: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it holds."""
        return self.figure <= self.bound if self.is_ceiling else self.figure >= self.bound

    def __str__(self) -> str:
        """Tell it in one line."""
        mark, direction = "✓" if self.is_met else "✗", "most" if self.is_ceiling else "least"
        figure, bound = f"{self.figure:.3g}{self.unit}", f"{self.bound:g}{self.unit}"
        return f"{mark} {self.what}: {figure} (bar: at {direction} {bound})"


def at_least(bound: float, what: str, *, figure: float, unit: str = "") -> Bar:
    """Hold a figure against a floor."""
    return Bar(what=what, figure=figure, bound=bound, unit=unit)


def at_most(bound: float, what: str, *, figure: float, unit: str = "") -> Bar:
    """Hold a figure against a ceiling."""
    return Bar(what=what, figure=figure, bound=bound, unit=unit, is_ceiling=True)


@frozen
class Spread:
    """Durations of one thing, done many times, in milliseconds."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        """Sum up durations in seconds; of fewer than a hundred the 99th is the longest."""
        ordered = sorted(seconds)

        def part(share: float) -> float:
            return ordered[ceil(len(ordered) * share) - 1] * 1e3

        return cls(p50=median(ordered) * 1e3, p95=part(0.95), p99=part(0.99))

    def __str__(self) -> str:
        """Tell both."""
        return f"p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms"
