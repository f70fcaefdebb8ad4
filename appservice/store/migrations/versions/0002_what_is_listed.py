"""What stands on porches, for look-ups: `listed`, and `listed_starts` by which it is found.

Unlike everything else of a lane, these texts are read by everybody. Both tables follow from the lane's
world and are written anew with its commits; the lanes that have a porch are woken once, so that they are
filled.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables, and let every lane with a porch fill them."""
    op.create_table(
        "listed",
        _lane(),
        sa.Column("crew", sa.Text, primary_key=True),  # empty for the congregation itself
        sa.Column("alias", sa.Text, nullable=False),
        sa.Column("congregation", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("listed_by_alias", "listed", ["alias"])
    op.create_table(
        "listed_starts",
        sa.Column("of_crew", sa.Boolean, primary_key=True),
        sa.Column("start", sa.Text, primary_key=True),
        _lane(),
        sa.Column("crew", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("listed_starts_by_lane", "listed_starts", ["lane", "of_crew", "start"])
    op.execute(
        "UPDATE lanes SET next_due = 0 WHERE lane IN"
        " (SELECT lane FROM address WHERE kind = 'room' AND role = 'porch')"
    )


def _lane() -> sa.Column[str]:
    """Whatever belongs to a lane goes with it."""
    owner = sa.ForeignKey("lanes.lane", ondelete="CASCADE")
    return sa.Column("lane", sa.Text, owner, primary_key=True)
