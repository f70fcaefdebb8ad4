"""The store in one SQLite file: no server, one writer, every answer after the disk has it.

    opening       the lock, the migrations, the two connections; `open_store`
    connections   how a connection is set up, and what SQLite's errors mean
    copying       a copy of one moment, made while others write; whether a copy is whole
    writer        the one thread that writes; many commits in one
    store         the port: what is read at once and what is handed to the writer
    *_rows        the SQL, by noun: inbox, lane, address, name

Reads run where they are asked for, on a second connection: a point read takes 6 us, handing it to
another thread and back 300. Refuses to be opened twice.
"""
