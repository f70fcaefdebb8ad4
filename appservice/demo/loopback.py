"""Ports on loopback that stay ours.

Owns the choice of a port. Refuses to know who will listen on it.
"""

import socket

LOOPBACK = "127.0.0.1"


def reserve_loopback_port() -> int:
    """Choose a TCP port on 127.0.0.1 that no other process gets for as long as this one lives.

    A port that was merely free a moment ago can be taken before its server has started, or while it
    is stopped, by any outgoing connection. So the port is bound here and never listened on: the
    kernel then hands it to nobody by itself, while a server that binds it by name with
    SO_REUSEADDR (asyncio, Twisted and the standard library all do) may listen, stop and come back.

    Returns:
        The port. Connections to it are refused until somebody listens.
    """
    reservation = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    reservation.bind((LOOPBACK, 0))
    port = int(reservation.getsockname()[1])
    # Let go of the object and keep the descriptor: the kernel closes it when this process ends.
    reservation.detach()
    return port
