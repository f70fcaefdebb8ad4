"""Every check, and everything that can be wrong in it.

Owns the codes, which admins search for, and what to do about each. `docs/admins.md` lists them all;
a test compares. Refuses to know how anything is found out.
"""

from collections.abc import Iterable
from typing import Final

from appservice.doctor.findings import Check, Finding, Status, Trouble
from appservice.exits import Exit

CONFIG: Final = Check("D-CONFIG", "The configuration is complete and kept to its owner")
REGISTRATION: Final = Check("D-REGISTRATION", "The registration belongs to the configuration")
DATABASE: Final = Check("D-DATABASE", "The database can be read and written")
SPACE: Final = Check("D-SPACE", "The disk has room")
HOMESERVER: Final = Check("D-HOMESERVER", "The homeserver answers")
TOKEN: Final = Check("D-TOKEN", "The homeserver knows this service")
BOT: Final = Check("D-BOT", "The bot is a user of the service's namespace")
ALIASES: Final = Check("D-ALIASES", "Room aliases of the namespace are the service's alone")
PING: Final = Check("D-PING", "The homeserver reaches this service, each with its token")

CHECKS: Final = (CONFIG, REGISTRATION, DATABASE, SPACE, HOMESERVER, TOKEN, BOT, ALIASES, PING)
"""In the order in which they are made; later ones rest on earlier ones."""

_RELOAD: Final = (
    "Give the homeserver what `microsol-matrix registration` prints, and restart it: Synapse and "
    "Dendrite read registrations only when they start."
)

CONFIG_INVALID: Final = Trouble(
    CONFIG,
    "INVALID",
    Status.FAILED,
    "Correct the settings that are named; docs/admins.md explains each.",
)
CONFIG_READABLE: Final = Trouble(
    CONFIG,
    "READABLE",
    Status.WARNING,
    "Take the others' permission away with chmod 600, and make new tokens if others had access.",
)
REGISTRATION_READABLE: Final = Trouble(
    REGISTRATION,
    "READABLE",
    Status.WARNING,
    "Let only its owner, and the homeserver if it is another user, read it.",
)
REGISTRATION_UNREADABLE: Final = Trouble(
    REGISTRATION,
    "UNREADABLE",
    Status.WARNING,
    "If this is the file that the homeserver has, it is wrong there too. " + _RELOAD,
)
REGISTRATION_DIFFERS: Final = Trouble(
    REGISTRATION,
    "DIFFERS",
    Status.WARNING,
    "If this is the file that the homeserver has, it is wrong there too. " + _RELOAD,
)
DATABASE_READONLY: Final = Trouble(
    DATABASE,
    "READONLY",
    Status.FAILED,
    "Make the folder, and let the user that the service runs as write it and the files in it.",
)
DATABASE_UNREADABLE: Final = Trouble(
    DATABASE,
    "UNREADABLE",
    Status.FAILED,
    "See that `database.path` names the right file, and that the service's user may read it. If it "
    "is damaged, bring back the last backup.",
)
DATABASE_NEWER: Final = Trouble(
    DATABASE,
    "NEWER",
    Status.FAILED,
    "Install that version or a newer one again; an older one could only do harm.",
)
SPACE_LOW: Final = Trouble(
    SPACE, "LOW", Status.WARNING, "Make room on the disk before the database needs it."
)
SPACE_NONE: Final = Trouble(
    SPACE, "NONE", Status.FAILED, "Make room on the disk: nothing can be accepted without."
)
HOMESERVER_UNREACHABLE: Final = Trouble(
    HOMESERVER,
    "UNREACHABLE",
    Status.FAILED,
    "Start the homeserver, or correct `homeserver.url` (the URL of its client API as seen from "
    "here) or the proxy before it.",
)
HOMESERVER_REFUSES: Final = Trouble(
    HOMESERVER,
    "REFUSES",
    Status.FAILED,
    "Correct `homeserver.url`: what answers there does not know the client API.",
)
HOMESERVER_OLD: Final = Trouble(
    HOMESERVER, "OLD", Status.WARNING, "Upgrade the homeserver; pings and new rooms need v1.8."
)
TOKEN_UNKNOWN: Final = Trouble(TOKEN, "UNKNOWN", Status.FAILED, _RELOAD)
TOKEN_UNCLEAR: Final = Trouble(
    TOKEN, "UNCLEAR", Status.FAILED, "Look into the homeserver's log for the same moment."
)
BOT_OUTSIDE: Final = Trouble(
    BOT,
    "OUTSIDE",
    Status.FAILED,
    "Compare `homeserver.server_name` with the name in the homeserver's own configuration, letter "
    "by letter. " + _RELOAD,
)
BOT_OTHER: Final = Trouble(
    BOT,
    "OTHER",
    Status.FAILED,
    "Correct `homeserver.server_name` and `appservice.bot_localpart`. " + _RELOAD,
)
BOT_UNCLEAR: Final = Trouble(
    BOT, "UNCLEAR", Status.FAILED, "Look into the homeserver's log for the same moment."
)
ALIASES_UNCLEAR: Final = Trouble(
    ALIASES,
    "UNCLEAR",
    Status.WARNING,
    "Compare the namespaces in the homeserver's copy with `microsol-matrix registration`.",
)
ALIASES_OUTSIDE: Final = Trouble(ALIASES, "OUTSIDE", Status.FAILED, _RELOAD)
PING_LISTEN: Final = Trouble(
    PING,
    "LISTEN",
    Status.FAILED,
    "Free the port, or choose other `appservice.listen_host` and `appservice.listen_port`.",
)
PING_OCCUPIED: Final = Trouble(
    PING,
    "OCCUPIED",
    Status.FAILED,
    "If it is this service, started before the configuration changed: restart it. Else free the "
    "port, or choose another `appservice.listen_port`.",
)
PING_UNREACHED: Final = Trouble(
    PING,
    "UNREACHED",
    Status.FAILED,
    "Correct `appservice.url` (seen from the homeserver, which in a container is another machine) "
    "and `appservice.listen_host`, and what stands between: firewall, proxy. A new URL needs "
    "a new registration. " + _RELOAD,
)
PING_STATUS: Final = Trouble(
    PING,
    "STATUS",
    Status.FAILED,
    "Something else answers at `appservice.url`, or a proxy before the service does: correct it. "
    "A 403 comes from other tokens. " + _RELOAD,
)
PING_TOKEN: Final = Trouble(PING, "TOKEN", Status.FAILED, _RELOAD)
PING_PATH: Final = Trouble(
    PING,
    "PATH",
    Status.FAILED,
    "Let the proxy take the path of `appservice.url` away, or leave the path out of the URL.",
)
PING_ELSEWHERE: Final = Trouble(
    PING,
    "ELSEWHERE",
    Status.FAILED,
    "Another program with the same tokens answers at `appservice.url`, perhaps this service on "
    "another machine: stop it, or correct the URL.",
)
PING_ID: Final = Trouble(PING, "ID", Status.FAILED, _RELOAD)
PING_NO_URL: Final = Trouble(PING, "NO-URL", Status.FAILED, _RELOAD)
PING_UNSUPPORTED: Final = Trouble(
    PING,
    "UNSUPPORTED",
    Status.WARNING,
    "Upgrade the homeserver if there is a version with pings. Without, send the bot a message: its "
    "answer proves the same.",
)
PING_UNCLEAR: Final = Trouble(
    PING, "UNCLEAR", Status.FAILED, "Look into the homeserver's log for the same moment."
)

TROUBLES: Final = (
    CONFIG_INVALID,
    CONFIG_READABLE,
    REGISTRATION_READABLE,
    REGISTRATION_UNREADABLE,
    REGISTRATION_DIFFERS,
    DATABASE_READONLY,
    DATABASE_UNREADABLE,
    DATABASE_NEWER,
    SPACE_LOW,
    SPACE_NONE,
    HOMESERVER_UNREACHABLE,
    HOMESERVER_REFUSES,
    HOMESERVER_OLD,
    TOKEN_UNKNOWN,
    TOKEN_UNCLEAR,
    BOT_OUTSIDE,
    BOT_OTHER,
    BOT_UNCLEAR,
    ALIASES_OUTSIDE,
    ALIASES_UNCLEAR,
    PING_LISTEN,
    PING_OCCUPIED,
    PING_UNREACHED,
    PING_STATUS,
    PING_TOKEN,
    PING_PATH,
    PING_ELSEWHERE,
    PING_ID,
    PING_NO_URL,
    PING_UNSUPPORTED,
    PING_UNCLEAR,
)
"""Everything that can be wrong."""


def exit_of(findings: Iterable[Finding]) -> Exit:
    """Choose the exit code: warnings do not fail, a configuration that cannot be used is its own."""
    failed = {finding.check for finding in findings if finding.status is Status.FAILED}
    if CONFIG in failed:
        return Exit.CONFIG
    return Exit.CHECKS_FAILED if failed else Exit.OK
