"""Arrivals, lanes with their facts, and the two tables that say who and what the facts mean.

Moments are microseconds since the epoch. People and texts stand in three places only: in `people`
and `texts`, in `address` (members, and whose private lane it is), and in `inbox` until taken in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only where the type is spelled INTEGER.
GROWING = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables."""
    _make_arrivals()
    _make_lanes()
    _make_names()


def _make_arrivals() -> None:
    op.create_table(
        "accepted",  # what was taken in once, for as long as it could come again
        sa.Column("key", sa.Text, primary_key=True),  # an event id, or `letter:` and a ref
        sa.Column("accepted_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("accepted_by_age", "accepted", ["accepted_at"])
    op.create_table(
        "inbox",  # what waits for its lane, in the order of `id`
        sa.Column("id", GROWING, primary_key=True, autoincrement=True),
        sa.Column("arrived_at", sa.BigInteger, nullable=False),
        sa.Column("event_id", sa.Text),
        sa.Column("room_id", sa.Text),
        sa.Column("raw", sa.LargeBinary),
        sa.Column("ref", sa.Text),
        sa.Column("recipient", sa.Text),
        sa.Column("words", sa.Text),
        sa.CheckConstraint("(event_id IS NULL) <> (ref IS NULL)", name="event_or_letter"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sync_position",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
        sa.Column("token", sa.Text, nullable=False),
    )


def _make_lanes() -> None:
    op.create_table(
        "lanes",
        sa.Column("lane", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("next_due", sa.BigInteger),
        sa.Column("is_unsettled", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("lanes_by_due", "lanes", ["next_due"])
    unsettled = sa.text("is_unsettled")
    op.create_index(
        "lanes_unsettled", "lanes", ["lane"], sqlite_where=unsettled, postgresql_where=unsettled
    )
    op.create_table(
        "facts",
        _lane(),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_with_rowid=False,  # a lane's facts lie side by side
    )
    op.create_table(
        "snapshots",
        _lane(),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "address",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        _lane(),
        sa.Column("role", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("address_by_lane", "address", ["lane"])
    at_most_one = sa.text("kind <> 'member'")
    op.create_index(
        "address_of_one_lane",
        "address",
        ["kind", "key"],
        unique=True,
        sqlite_where=at_most_one,
        postgresql_where=at_most_one,
    )


def _make_names() -> None:
    op.create_table(
        "people",
        _lane(),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    # The person first: forgetting goes through all lanes.
    op.create_index("people_by_user", "people", ["user_id", "lane"], unique=True)
    op.create_table(
        "texts",
        _lane(),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("digest", sa.LargeBinary, nullable=False),  # finds equal texts of any length
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_index("texts_by_digest", "texts", ["lane", "digest"], unique=True)


def _lane() -> sa.Column[str]:
    """Whatever belongs to a lane goes with it."""
    owner = sa.ForeignKey("lanes.lane", ondelete="CASCADE")
    return sa.Column("lane", sa.Text, owner, primary_key=True)
