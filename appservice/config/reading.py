"""The way from the text of a configuration to values, with every problem on it.

Owns what can be wrong and how it is told: each with its path inside the file, never with a secret.
Refuses to know what single settings may be (`settings`), and which must fit together (`loading`).
"""

import difflib
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import yaml
from attrs import frozen

from appservice.setting_values import Unfit
from appservice.settings import REQUIRED, SETTINGS, Setting
from microsol_matrix.errors import MicrosolError

T = TypeVar("T")

_PATHS: Final = tuple(setting.path for setting in SETTINGS)


@frozen
class ConfigProblem:
    """One thing that is wrong.

    Attributes:
        path: Where in the file, keys joined by dots; empty for the file as a whole.
        text: What is wrong and what would be right; never a secret.
    """

    path: str
    text: str

    def __str__(self) -> str:
        """Tell it in one line."""
        return f"{self.path}: {self.text}" if self.path else self.text


class ConfigInvalid(MicrosolError):
    """The configuration cannot be used; it holds every problem that was found."""

    def __init__(self, source: Path, problems: tuple[ConfigProblem, ...]) -> None:
        """Keep the problems, in the order of the file's settings."""
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(f"{source} has {count}:{lines}")
        self.source = source
        self.problems = problems


class _StrictLoader(yaml.SafeLoader):
    """YAML as its specification has it: a key stands once. PyYAML would take the last, silently."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - PyYAML's signature
    ) -> dict[Any, Any]:
        """Make a mapping, unless one of its keys stands twice."""
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                problem = f"{key.value} stands there twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


class Reading:
    """One pass over a document: values by path on one side, problems on the other."""

    def __init__(self, document: Mapping[object, object]) -> None:
        """Read every setting.

        Args:
            document: What `document_of` gave.
        """
        self._values: dict[str, object] = {}
        self._problems: list[ConfigProblem] = []
        given = dict(self._leaves(document))
        for setting in SETTINGS:
            self._read(setting, given.pop(setting.path, None))
        for path in given:
            self._add(path, f"there is no such setting{_nearest(path)}")

    @property
    def problems(self) -> tuple[ConfigProblem, ...]:
        """What is wrong, in the order of the settings; what belongs to none comes last."""
        order = {path: place for place, path in enumerate(_PATHS)}
        return tuple(sorted(self._problems, key=lambda it: order.get(it.path, len(order))))

    def of(self, setting: Setting[T]) -> T:
        """Give a setting's value; only when there are no problems."""
        return cast("T", self._values[setting.path])

    def note(self, setting: Setting[object], *, text: str) -> None:
        """Note what is wrong with a setting in the company of others."""
        self._add(setting.path, text)

    def has(self, *wanted: Setting[object]) -> bool:
        """Tell whether all of these were read without a problem."""
        return all(setting.path in self._values for setting in wanted)

    def _read(self, setting: Setting[object], raw: object) -> None:
        if raw is None:
            raw = setting.default
        if raw is REQUIRED:
            self._add(setting.path, "missing")
            return
        value = setting.read(raw)
        if isinstance(value, Unfit):
            got = "something else" if setting.is_secret else _shown(raw)
            self._add(setting.path, f"expected {value.expected}, got {got}")
        else:
            self._values[setting.path] = value

    def _leaves(self, document: Mapping[object, object]) -> Iterator[tuple[str, object]]:
        sections = {path.split(".")[0] for path in _PATHS if "." in path}
        for name, content in document.items():
            if name not in sections:
                yield str(name), content
            elif isinstance(content, dict):
                yield from ((f"{name}.{key}", value) for key, value in content.items())
            elif content is not None:
                keys = ", ".join(p.split(".")[1] for p in _PATHS if p.startswith(f"{name}."))
                self._add(str(name), f"expected a section with {keys}, got a single value")

    def _add(self, path: str, text: str) -> None:
        self._problems.append(ConfigProblem(path, text))


def document_of(text: str) -> Mapping[object, object] | ConfigProblem:
    """Parse the file, or say why it is no configuration at all."""
    try:
        document = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - it is the safe one, and stricter
    except yaml.MarkedYAMLError as error:
        # The error quotes the line, and names such as aliases: either may be a token.
        where = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        what = re.sub(r"'[^'<]{2,}'", "'...'", error.problem or "it ends too early")
        problem = f"it is not YAML{where}: {what}"
    except yaml.YAMLError:
        problem = "it is not YAML: it holds characters that YAML does not allow"
    except (ValueError, RecursionError):
        problem = "it is not YAML: it holds an impossible date or number, or is nested too deep"
    else:
        if isinstance(document, dict):
            return document
        problem = "it is not a configuration: it has no settings such as `homeserver:` in it"
    return ConfigProblem("", problem)


def _nearest(path: str) -> str:
    leaf = path.rpartition(".")[2]
    by_leaf = [known for known in _PATHS if known.rpartition(".")[2] == leaf]
    near = by_leaf or difflib.get_close_matches(path, _PATHS, n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


def _shown(raw: object) -> str:
    """Quote what stands in the file, short, and without the password that a URL may hold."""
    text = re.sub(r"//[^/@]*@", "//...@", repr(raw))
    return textwrap.shorten(text, 80, placeholder=" ...")
