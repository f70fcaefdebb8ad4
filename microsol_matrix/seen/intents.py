"""How the undertakings of a lane are called, and what of them the homeserver refused."""

from attrs import frozen

from microsol_matrix.ids import UserId


@frozen
class IntentName:
    """Names an intent: two with one name are the same undertaking.

    Attributes:
        what: What is done and where; holds no person.
        person: Whom it concerns, kept apart so that the store can keep it by reference.
    """

    what: str
    person: UserId | None = None

    @property
    def is_invitation(self) -> bool:
        """Whether a no to it is a person's or their server's: only a person asks them again."""
        return self.what.startswith("invite/")

    def __str__(self) -> str:
        return self.what if self.person is None else f"{self.what}/{self.person}"


@frozen
class IntentRefused:
    """The homeserver said no for good to something the plan wants; told to the hosts once."""

    intent: IntentName
    errcode: str


@frozen
class IntentsRetried:
    """What was refused for good is tried once more, because the service was started anew."""
