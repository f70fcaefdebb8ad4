"""`demo`: congregations that live on homeservers of their own, to look at."""

from importlib.util import find_spec

import click

from appservice.exits import Exit


class NothingToShow(click.ClickException):
    """The homeserver that the demo starts is not installed."""

    exit_code = int(Exit.UNAVAILABLE)


@click.command()
@click.option("--once", is_flag=True, help="Check what was told from outside, and end.")
def demo(*, once: bool) -> None:
    """See congregations live on homeservers of their own.

    Starts two Synapses on this machine, lets people found, call and answer, and stays up to be tried
    from any client until Ctrl-C.
    """
    if any(find_spec(needed) is None for needed in ("synapse", "trustme")):
        message = (
            "The demo starts homeservers of its own, and Synapse is not installed here.\n"
            "To get it: pip install 'microsol-matrix[demo]' (in a checkout, `make demo` does it)."
        )
        raise NothingToShow(message)
    from appservice.demo.story import run_demo  # noqa: PLC0415 - it needs what was looked for

    raise SystemExit(run_demo(once=once))
