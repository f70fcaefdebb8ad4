"""Decides: the pure half of the house. No network, no disk, no clock, no chance.

    arrival ─► glance(raw event)      -> perhaps for us, or not  nine of ten go no further
               observe(raw event)     -> Observation | Ignored   reads whatever bytes come
               decide(world, what)    -> facts and letters       may it be; a refusal is an answer
               ── one commit of the store: facts + what they consumed + when to wake ──
               evolve(world, fact)    -> world                   never refuses: it happened
               plan(world)            -> intents                 the whole gap, wanted against seen
               perform(intent)        -> facts                   the only door to the homeserver

`scales` holds the fractal (person, call, crew, congregation), `seen` what Matrix holds of it, `world`
both together; `structure` what is published; `talk` what people say, `words` what we say; `lanes` the
loop that turns this wheel, one ordered history a congregation and one a person; `ports` what it needs.

Laws (tests/laws): performing the plan empties it; equal worlds give equal plans; a repeated
observation changes nothing; no intent touches a room that is not ours; nothing takes from the bot the
power to undo it; who left is never invited unasked; nothing published names a person; snapshot and
facts give the world again; any bytes are read without an exception.
"""
