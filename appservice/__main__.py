"""`python -m appservice` is `microsol-matrix`."""

from appservice.cli import main

if __name__ == "__main__":
    main(prog_name="microsol-matrix")
