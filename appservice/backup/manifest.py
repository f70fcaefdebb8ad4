"""What a backup says of itself.

Owns the manifest's fields and their JSON, and the question whether a backup is this service's. Old
manifests stay readable: a field that is new has a default. Refuses to know files.
"""

import re
from datetime import datetime
from typing import Final, Literal

import msgspec

from appservice.backup.refusals import BackupUnusable
from appservice.config import Config
from appservice.names import SecretNames

FORMAT: Final = 1
"""The newest format that is known here; a greater one was written by a newer version."""

MANIFEST: Final = "manifest.json"
DATABASE: Final = "database.sqlite3"
CONFIG: Final = "config.yaml"
KEYS: Final = "keys/"
"""What the manifest, the database and the configuration are called in the file; keys begin with the last."""

_PART: Final = re.compile(r"database\.sqlite3|config\.yaml|keys/[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""No name leads out of the folder that a part is written to."""


class Part(msgspec.Struct, frozen=True):
    """One file in a backup.

    Attributes:
        sha256: Of its bytes, in hexadecimal.
    """

    name: str
    size_bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup is.

    Attributes:
        microsol_matrix: The program's version that made it.
        made_at: When the copying began.
        name_check: Follows from `name_secret` and says nothing of it: two that are equal had the same.
        schema: The database's version.
        counts: The database's rows by table.
        parts: In their order in the file.
    """

    kind: Literal["microsol-matrix backup"] = "microsol-matrix backup"
    format: int = FORMAT
    microsol_matrix: str
    made_at: datetime
    server_name: str
    bot: str
    name_check: str
    schema: str
    counts: dict[str, int]
    parts: tuple[Part, ...]

    @property
    def keys(self) -> tuple[Part, ...]:
        """Those parts that hold keys to encrypted messages."""
        return tuple(part for part in self.parts if part.name.startswith(KEYS))


def name_check_of(config: Config) -> str:
    """Give what two configurations have in common that derive the same names."""
    return SecretNames(config.name_secret).derive("backup").hex()


class _Kind(msgspec.Struct):
    kind: str = ""
    format: int = 0


def read_manifest(raw: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        BackupUnusable: It is none, or of a format that is not known here.
    """
    try:
        seen = msgspec.json.decode(raw, type=_Kind)
        if seen.format > FORMAT:
            message = "A newer version of this program has made it: restore it with that one."
            raise BackupUnusable(message)
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"Its manifest cannot be read ({error}): it is damaged, or no backup."
        raise BackupUnusable(message) from error
    names = [part.name for part in manifest.parts]
    if len({*names}) != len(names) or not all(_PART.fullmatch(name) for name in names):
        message = "Its manifest names parts that no backup has: it is damaged, or was made by hand."
        raise BackupUnusable(message)
    if DATABASE not in names:
        message = "There is no database in it: it is damaged."
        raise BackupUnusable(message)
    return manifest


def must_belong(manifest: Manifest, config: Config) -> None:
    """Refuse a backup of another service.

    Raises:
        BackupUnusable: It is of another homeserver, another bot, or other names.
    """
    ours = config.homeserver.server_name
    if manifest.server_name != ours:
        message = (
            f"It is a backup of {manifest.server_name}, and {config.source} is of {ours}. Rooms and"
            " people do not move from one homeserver to another."
        )
        raise BackupUnusable(message)
    if manifest.bot != config.bot:
        message = (
            f"It is a backup of {manifest.bot}, and the bot in {config.source} is {config.bot}:"
            " that one is in none of its rooms. Set `appservice.bot_localpart` as it was."
        )
        raise BackupUnusable(message)
    if manifest.name_check != name_check_of(config):
        message = (
            f"`name_secret` in {config.source} is another than when it was made: the service would"
            f" not find its own rooms and could not open its keys. The right one stands in the"
            f" {CONFIG} in the backup."
        )
        raise BackupUnusable(message)
