"""The text of a new configuration file, with a word on every setting.

Owns how it is laid out. Refuses to know what is answered, and where it is written.
"""

import json
import textwrap
from collections.abc import Mapping

from appservice.settings import SETTINGS

_WIDTH = 88  # leaves room for a diff's marks in a terminal of 90


def config_text(given: Mapping[str, str | int]) -> str:
    """Write a configuration file: what is given as it is, every other setting as its default.

    Args:
        given: Values by the path of their setting; it must hold every required one.
    """
    lines = ["# The configuration of microsol-matrix. It holds secrets: keep it to its owner."]
    section = ""
    for setting in SETTINGS:
        head, _, key = setting.path.rpartition(".")
        if head != section:
            section = head
            lines += ["", f"{head}:"] if head else []
        if not head:
            lines.append("")
        indent = "  " if head else ""
        comment = f"{indent}# "
        lines += textwrap.wrap(
            setting.meaning, _WIDTH, initial_indent=comment, subsequent_indent=comment
        )
        if setting.path in given:
            # Texts in JSON are YAML, and quoted whatever is in them.
            lines.append(f"{indent}{key}: {json.dumps(given[setting.path], ensure_ascii=False)}")
        else:
            default = "" if setting.default is None else json.dumps(setting.default)
            lines.append(f"{indent}# {key}: {default}".rstrip())
    return "\n".join(lines) + "\n"
