"""Does: the running service around the pure core (`microsol_matrix`).

    homeserver ─PUT─► web ─► inbox ═ durable ═► desk ─► lanes ─► homeserver (nio, one door)
                             ▲                            │
    catching_up ─ /sync ─────┘                            └─► store (SQLite)

`wiring` puts it together and is the only one to; `cli` starts it, `doctor` looks for what is wrong,
`demo` shows it on a homeserver of its own; `backup` copies what it keeps and brings it back, after which
`looking_again` finds in `/sync` what it did since; `reading` reads porches as anybody could; `config`,
`registration`, `logs`, `clock`, `names`, `side_by_side` serve.
"""
