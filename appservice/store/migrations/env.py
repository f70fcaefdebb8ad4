"""What Alembic runs to reach the database: on the connection it is given, in its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # true of SQLite too, once a transaction is begun by hand
)
context.run_migrations()
