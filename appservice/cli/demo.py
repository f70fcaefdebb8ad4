"""`demo`: a congregation that lives on a homeserver of its own, to look at."""

import click

from appservice.demo.story import run_demo


@click.command()
@click.option("--once", is_flag=True, help="Check what was told from outside, and end.")
def demo(*, once: bool) -> None:
    """See a congregation live on a homeserver of its own.

    Starts a Synapse on this machine, lets people found, call and answer, and stays up to be tried
    from any client until Ctrl-C.
    """
    raise SystemExit(run_demo(once=once))
