"""What `make test-browser` installs is what was tried, from whichever registry.

Owns the form of the lock in tests/browser/client. Whether it installs is seen by that command.
"""

import json
import re
from pathlib import Path
from typing import Any

CLIENT = Path(__file__).parents[2] / "tests" / "browser" / "client"


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((CLIENT / name).read_text(encoding="utf-8"))
    return content


def test_the_lock_holds_exact_versions_by_hash_and_no_address() -> None:
    packages: dict[str, dict[str, Any]] = read("package-lock.json")["packages"]
    asked_for = packages.pop("")["dependencies"]

    assert asked_for == read("package.json")["dependencies"]
    for name, version in asked_for.items():
        assert packages[f"node_modules/{name}"]["version"] == version
    for name, package in packages.items():
        assert re.fullmatch(r"sha512-[\w+/]+=*", package["integrity"]), name
        assert "resolved" not in package, name
