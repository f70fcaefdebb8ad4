"""What only the homeserver can tell: whether it is there, knows us, and reaches us.

Owns these checks, each of which asks and changes nothing, but for the bot's account: it is made, as
`run` would. Refuses to know who listens here. A random alias that nobody has is deleted to learn
whose it would be; whether a user outside the namespace is refused cannot be learnt so harmlessly,
as asking would make the user where the answer is yes.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from appservice.clock import SystemClock
from appservice.config import DEVICE_ID, Config
from appservice.doctor import troubles
from appservice.doctor.ear import Ear, Heard, OwnEar
from appservice.doctor.findings import Check, Finding, Status, skipped, well
from appservice.homeserver import NioHomeserver
from appservice.homeserver.account import Done
from appservice.homeserver.line import Line, Speaker, path_of
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable

_V1 = re.compile(r"v1\.([0-9]{1,4})")

_PATIENCE: Final = timedelta(seconds=10)

_BETWEEN_PINGS: Final = timedelta(seconds=1)
_PING_PATIENCE: Final = timedelta(seconds=30)
"""Synapse gives up connecting to us after 15 s; its own words are worth waiting for."""

_OLDEST_MINOR: Final = 8
"""Of the specification v1: pings came with v1.7, room version 11 with v1.8."""

_NOT_KNOWN: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
"""What is said to a token that belongs to nobody; which of the two differs between homeservers."""

_RESTING_ON_TOKEN: Final = (troubles.BOT, troubles.ALIASES, troubles.PING)
_RESTING_ON_HOMESERVER: Final = (troubles.TOKEN, *_RESTING_ON_TOKEN)


async def look_at_homeserver(config: Config, ear: Ear | Finding) -> tuple[Finding, ...]:
    """Make the checks that need the homeserver, each only if those that it rests on went well.

    Args:
        config: The configuration.
        ear: Who would hear a ping; a finding if nobody can.
    """
    homeserver = _connect(config, within=_PATIENCE)
    try:
        reached = await _look_for(homeserver)
        if reached.status is Status.FAILED:
            return (reached, *_skipped(_RESTING_ON_HOMESERVER, after=reached))
        token = await _look_at_token(homeserver)
        if token.status is Status.FAILED:
            return (reached, token, *_skipped(_RESTING_ON_TOKEN, after=token))
        bot = await _look_at_bot(homeserver, config)
    finally:
        await homeserver.close()
    aliases = await _look_at_aliases(config)
    ping = ear if isinstance(ear, Finding) else await _look_at_ping(config, ear)
    return (reached, token, bot, aliases, ping)


def _skipped(checks: Iterable[Check], *, after: Finding) -> Iterator[Finding]:
    return (skipped(check, after=after) for check in checks)


def _connect(config: Config, *, within: timedelta) -> NioHomeserver:
    return NioHomeserver(
        config.homeserver.url,
        config.homeserver.server_name,
        as_token=config.appservice.as_token,
        bot=config.bot,
        device_id=DEVICE_ID,
        request_timeout=within,
    )


async def _look_for(homeserver: NioHomeserver) -> Finding:
    try:
        versions = await homeserver.versions()
    except HomeserverUnreachable as error:
        return troubles.HOMESERVER_UNREACHABLE.because(_sentence(error))
    except HomeserverRefused as error:
        if error.status in _NOT_KNOWN:  # Synapse looks at tokens here too; the next check tells
            return well(troubles.HOMESERVER)
        return troubles.HOMESERVER_REFUSES.because(_sentence(error))
    newest = max((int(found[1]) for it in versions if (found := _V1.fullmatch(it))), default=-1)
    if newest < _OLDEST_MINOR:
        told = ", ".join(versions) or "nothing"
        return troubles.HOMESERVER_OLD.because(f"It speaks {told} of the specification.")
    return well(troubles.HOMESERVER, f"speaks v1.{newest} of the specification")


async def _look_at_token(homeserver: NioHomeserver) -> Finding:
    try:
        await homeserver.register_bot()
    except HomeserverUnreachable as error:
        return troubles.TOKEN_UNCLEAR.because(_sentence(error))
    except HomeserverRefused as error:
        if error.matrix_errcode == "M_EXCLUSIVE":  # it knows us; the next check asks about the bot
            return well(troubles.TOKEN)
        if error.status in _NOT_KNOWN:
            return troubles.TOKEN_UNKNOWN.because(
                "It knows no application service with our as_token: it has not loaded our "
                f"registration, or has an older one ({error.matrix_errcode})."
            )
        return troubles.TOKEN_UNCLEAR.because(_sentence(error))
    return well(troubles.TOKEN)


async def _look_at_bot(homeserver: NioHomeserver, config: Config) -> Finding:
    try:
        taken_for = await homeserver.whoami()
    except HomeserverUnreachable as error:
        return troubles.BOT_UNCLEAR.because(_sentence(error))
    except HomeserverRefused as error:
        # The device is looked at last, and `run` makes it: until then the rest is proven.
        if error.matrix_errcode == "M_UNKNOWN_DEVICE":
            return well(troubles.BOT, config.bot)
        if error.status == HTTPStatus.FORBIDDEN:
            return troubles.BOT_OUTSIDE.because(
                f"It does not let us speak as {config.bot}: {error.error}"
            )
        return troubles.BOT_UNCLEAR.because(_sentence(error))
    if taken_for != config.bot:
        return troubles.BOT_OTHER.because(f"It takes us for {taken_for} instead of {config.bot}.")
    return well(troubles.BOT, config.bot)


async def _look_at_aliases(config: Config) -> Finding:
    alias = f"#_microsol_doctor_{secrets.token_hex(8)}:{config.homeserver.server_name}"
    line = Line(
        config.homeserver.url,
        as_token=config.appservice.as_token,
        bot=config.bot,
        device_id=DEVICE_ID,
        within=_PATIENCE,
    )
    try:
        await line.ask(
            "DELETE",
            path_of("v3", "directory", "room", alias),
            reply=Done,
            speaker=Speaker.SERVICE,
        )
    except HomeserverUnreachable as error:
        return troubles.ALIASES_UNCLEAR.because(_sentence(error))
    except HomeserverRefused as error:
        match error.matrix_errcode:
            case "M_NOT_FOUND":
                return well(troubles.ALIASES)
            case "M_EXCLUSIVE":
                return troubles.ALIASES_OUTSIDE.because(
                    f"Aliases such as {alias} are not in the namespace that it has of us."
                )
            case _:
                return troubles.ALIASES_UNCLEAR.because(_sentence(error))
    finally:
        await line.hang_up()
    return well(troubles.ALIASES)


async def _look_at_ping(config: Config, ear: Ear) -> Finding:
    homeserver = _connect(config, within=_PING_PATIENCE)
    try:
        duration = await _ping(homeserver, config.appservice.id)
    except HomeserverUnreachable as error:
        return _unheard(error, ear=ear, url=config.appservice.url)
    except HomeserverRefused as error:
        return _unasked(error)
    finally:
        await homeserver.close()
    if isinstance(ear, OwnEar) and Heard.PING not in ear.heard:
        return troubles.PING_ELSEWHERE.because(
            f"A ping to {config.appservice.url} was answered, but not here."
        )
    return well(troubles.PING, f"there and back in {duration.total_seconds() * 1000:.0f} ms")


async def _ping(homeserver: NioHomeserver, registration_id: str) -> timedelta:
    """Have the homeserver ping us, a second time if it says that it cannot connect.

    Synapse fails a ping that meets an attempt of its own to deliver something.
    """
    try:
        return await homeserver.ping(registration_id, f"doctor-{secrets.token_hex(8)}")
    except HomeserverUnreachable as error:
        if error.matrix_errcode != "M_CONNECTION_FAILED":
            raise
    await SystemClock().sleep(_BETWEEN_PINGS)
    return await homeserver.ping(registration_id, f"doctor-{secrets.token_hex(8)}")


def _unheard(error: HomeserverUnreachable, *, ear: Ear, url: str) -> Finding:
    """Tell why a ping that the homeserver sent did not end well."""
    heard = ear.heard if isinstance(ear, OwnEar) else frozenset[Heard]()
    if Heard.WRONG_TOKEN in heard:
        return troubles.PING_TOKEN.because("It reaches us and shows another hs_token than ours.")
    if Heard.WRONG_PATH in heard:
        return troubles.PING_PATH.because(f"It reaches us with the path of {url} still in place.")
    if error.matrix_errcode == "M_BAD_STATUS":
        return troubles.PING_STATUS.because(f"It pinged {url} and was refused there: {error}")
    return troubles.PING_UNREACHED.because(f"It cannot reach {url}: {error}")


def _unasked(error: HomeserverRefused) -> Finding:
    """Tell why the homeserver did not ping."""
    if error.matrix_errcode == "M_URL_NOT_SET":
        return troubles.PING_NO_URL.because("The registration that it has names no URL.")
    if error.matrix_errcode == "M_FORBIDDEN":
        return troubles.PING_ID.because(
            f"The registration that it has is of another id than ours: {error.error}"
        )
    if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        return troubles.PING_UNSUPPORTED.because("It does not know how to ping.")
    return troubles.PING_UNCLEAR.because(_sentence(error))


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:]
