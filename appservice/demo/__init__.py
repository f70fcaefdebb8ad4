"""A real homeserver and ordinary members on loopback: the stage of the demo and of the live tests.

    loopback   ports that nobody else gets while we live
    waiting    until: the only way to wait for something to become true
    tether     runs inside a child process and ends it when we are gone
    child      a child process that cannot outlive us
    synapse    one real Synapse, alone or federating
    client     one account's way to the client-server API
    seen       what a member sees: messages, invitations, the rooms of a space
    onlooker   an account that looks, and waits for what it hopes to see
    member     an account that also acts

Nothing here knows how the service works inside: it is looked at from outside, as people look at it.
"""
