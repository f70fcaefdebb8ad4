"""Time zones by the names that people know them by.

Owns which names there are (IANA's, as the `tzdata` package brings them, the same on every machine).
Refuses to know whose zone is which.
"""

from datetime import tzinfo
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from microsol_matrix.ids import ZoneName

UNIVERSAL: Final = ZoneName("UTC")


def read_zone(written: str) -> ZoneName | None:
    """Read the name of a time zone, or of its city alone, in any letter case; None if there is no such, or several."""
    name = "_".join(written.casefold().split())
    found = _BY_NAME.get(name) or _BY_CITY.get(name)
    return ZoneName(found) if found else None


def zone_of(name: ZoneName) -> tzinfo:
    """Give the zone of a name that `read_zone` gave."""
    return ZoneInfo(name)


def _by_city() -> dict[str, str]:
    cities: dict[str, list[str]] = {}
    for name in _NAMES:
        region, _, city = name.rpartition("/")
        if region and not name.startswith("Etc/"):
            cities.setdefault(city.casefold(), []).append(name)
    return {city: names[0] for city, names in cities.items() if len(names) == 1}


_NAMES: Final = tuple(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
_BY_NAME: Final = {name.casefold(): name for name in _NAMES}
_BY_CITY: Final = _by_city()
