"""Rows that say who and what a lane's facts mean: `people`, `texts`.

Owns finding and making keys. Deleting a row is forgetting; nothing else in a lane's history changes.
"""

import sqlite3
from collections.abc import Mapping

from attrs import define, field, frozen

from appservice.store.keys import NO_TEXT, digest_of, key_of_pseudonym, new_key, pseudonym
from microsol_matrix.ids import LaneId, Text, UserId


@define
class LaneKeys:
    """A lane's keys for the length of one writing (see `appservice.store.keys.Keys`)."""

    connection: sqlite3.Connection
    lane: LaneId
    _found: dict[str, str] = field(factory=dict, init=False)
    """A world names the same people many times."""

    def of_person(self, user_id: UserId) -> str:
        """Give a person's key; a pseudonym's is the one that it was made from."""
        key = key_of_pseudonym(user_id) or self._found.get(user_id)
        if key is None:
            key = self._found[user_id] = self._find_person(user_id) or self._add_person(user_id)
        return key

    def of_text(self, text: Text) -> str:
        """Give a text's key; the empty text has none."""
        if not text:
            return NO_TEXT
        digest = digest_of(text)
        return self._find_text(digest) or self._add_text(text, digest)

    def _find_person(self, user_id: UserId) -> str | None:
        found = "SELECT key FROM people WHERE user_id = ? AND lane = ?"
        row = self.connection.execute(found, (user_id, self.lane)).fetchone()
        return None if row is None else str(row[0])

    def _add_person(self, user_id: UserId) -> str:
        key = new_key()
        new = "INSERT INTO people (lane, key, user_id) VALUES (?, ?, ?)"
        self.connection.execute(new, (self.lane, key, user_id))
        return key

    def _find_text(self, digest: bytes) -> str | None:
        found = "SELECT key FROM texts WHERE lane = ? AND digest = ?"
        row = self.connection.execute(found, (self.lane, digest)).fetchone()
        return None if row is None else str(row[0])

    def _add_text(self, text: Text, digest: bytes) -> str:
        key = new_key()
        new = "INSERT INTO texts (lane, key, digest, words) VALUES (?, ?, ?, ?)"
        self.connection.execute(new, (self.lane, key, digest, text))
        return key


@frozen
class LaneNames:
    """A lane's people and texts, read whole (see `appservice.store.keys.Names`)."""

    people: Mapping[str, UserId] = field(hash=False)
    texts: Mapping[str, Text] = field(hash=False)

    def person(self, key: str) -> UserId:
        """Give the person, or a pseudonym."""
        user_id = self.people.get(key)
        return pseudonym(key) if user_id is None else user_id

    def text(self, key: str) -> Text:
        """Give the text, or the empty one."""
        return self.texts.get(key, Text(""))


def names_of(connection: sqlite3.Connection, lane: LaneId) -> LaneNames:
    """Read everybody and everything that a lane's facts may mean."""
    people = connection.execute("SELECT key, user_id FROM people WHERE lane = ?", (lane,))
    texts = connection.execute("SELECT key, words FROM texts WHERE lane = ?", (lane,))
    return LaneNames(
        people={key: UserId(user_id) for key, user_id in people},
        texts={key: Text(words) for key, words in texts},
    )
