"""A porch may be the neighbour of many congregations: its address leads to all of their lanes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the addresses of one kind more lead to many lanes."""
    to_one = sa.text("kind NOT IN ('member', 'neighbour')")
    op.drop_index("address_of_one_lane", table_name="address")
    op.create_index(
        "address_of_one_lane",
        "address",
        ["kind", "key"],
        unique=True,
        sqlite_where=to_one,
        postgresql_where=to_one,
    )
