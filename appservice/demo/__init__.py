"""Real homeservers and ordinary members on loopback: the stage of the demo and of the live tests.

    loopback      ports that nobody else gets while we live
    waiting       until: the only way to wait for something to become true
    tether        runs inside a child process and ends it when we are gone
    child         a child process that cannot outlive us
    synapse       one real Synapse, alone or federating
    client        one account's way to the client-server API
    seen          what a member sees: messages, invitations, the rooms of a space
    onlooker      an account that looks, and waits for what it hopes to see
    member        an account that also acts

and the demo itself:

    story         from the first line to the exit code
    home          one homeserver and the real service beside it
    stage         two of them, set up and taken down
    people        who they are, and how each talks with the bot
    beginning     |
    calling       | the chapters: what people do,
    living        | and what is claimed of it
    relaunch      |
    crowd         |
    elsewhere     what happens on the other homeserver meanwhile
    answering     calls and answers, as several chapters make them
    play          the moves that chapters are made of: done, shown and kept at once
    season        what is claimed, as values
    holding       what Matrix holds now, and what is new in it
    checks        whether all of it is true, looked at from outside
    sight         |
    room_truths   | single claims,
    life_truths   | and how to look
    call_truths   |
    crowd_truths  |
    staying       after the story: how to come in, and how time goes on
    listening     what is said from then on
    telling       how all of it looks
    almanac       how far the story's time is ahead

Nothing here knows how the service works inside: it is looked at from outside, as people look at it.
"""
