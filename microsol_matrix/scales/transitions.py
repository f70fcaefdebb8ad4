"""The whole life of a crew as one table: which move is possible in which state, and where it leads.

Owns the table, and nothing else does: who may make a move, what it needs and what follows from it is
the rules' matter (`decide`). Source: the domain's "The crew's life".

    called ──quorum──► forming ──agree──► active ──review, rest──► resting ──wake──► active
                          │                 │ ▲                        │
                          └──────finish─────┴─┼──stop-closing──┐       │
                                              └──────────── closing ◄──┘
                                                               │ its time ends
                                             relaunched ◄── archived ──unarchive──► what it was
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from microsol_matrix.scales.crew import CrewState


class Move(Enum):
    """What can happen to a crew as a whole; values are the words that are said of it."""

    AGREE = "agree"
    """The crew records its rhythm and when it looks back."""
    REVIEW = "review"
    """The crew is asked how it wants to go on, early."""
    KEEP = "keep"
    """It goes on as it is, for another cycle."""
    CHANGE = "change"
    """It goes on for another cycle and will agree anew."""
    REST = "rest"
    FALL_SILENT = "fall-silent"
    """Nobody answered: silence rests a crew, it never ends one."""
    WAKE = "wake"
    FINISH = "finish"
    STOP_CLOSING = "stop-closing"
    CLOSE = "close"
    """The closing's time is over."""
    EMPTY = "empty"
    """The last one has left."""
    LET_GO = "let-go"
    """The crew lets go of the room that a split or merge has left behind."""
    UNARCHIVE = "unarchive"
    RELAUNCH = "relaunch"
    """A crew that was called again from it has begun."""
    UNDO = "undo"
    """What was recorded last is taken back."""
    SPLIT = "split"
    """Its people are asked which of two sides they want to be on."""
    MERGE = "merge"
    """It proposes to another crew to become one, or is asked."""
    HOST = "host"
    """The role of the host goes to somebody else."""
    JOINING = "joining"
    """The crew says whether it takes newcomers."""
    VISIBILITY = "visibility"
    """The crew says who sees it."""
    HARVEST = "harvest"
    """It leaves something for the congregation."""


_FORMING, _ACTIVE, _RESTING = CrewState.FORMING, CrewState.ACTIVE, CrewState.RESTING
_CLOSING, _ARCHIVED, _RELAUNCHED = CrewState.CLOSING, CrewState.ARCHIVED, CrewState.RELAUNCHED
_LIVING: Final = frozenset({_FORMING, _ACTIVE, _RESTING, _CLOSING})


def _to(*states: CrewState) -> frozenset[CrewState]:
    return frozenset(states)


TABLE: Final[Mapping[Move, Mapping[CrewState, frozenset[CrewState]]]] = {
    Move.AGREE: {_FORMING: _to(_ACTIVE), _ACTIVE: _to(_ACTIVE), _RESTING: _to(_ACTIVE)},
    Move.REVIEW: {_ACTIVE: _to(_ACTIVE)},
    Move.KEEP: {_ACTIVE: _to(_ACTIVE)},
    Move.CHANGE: {_ACTIVE: _to(_ACTIVE)},
    Move.REST: {_ACTIVE: _to(_RESTING)},
    Move.FALL_SILENT: {_FORMING: _to(_RESTING), _ACTIVE: _to(_RESTING)},
    Move.WAKE: {_RESTING: _to(_ACTIVE)},
    Move.FINISH: {_FORMING: _to(_CLOSING), _ACTIVE: _to(_CLOSING), _RESTING: _to(_CLOSING)},
    Move.STOP_CLOSING: {_CLOSING: _to(_ACTIVE)},
    Move.CLOSE: {_CLOSING: _to(_ARCHIVED)},
    Move.EMPTY: {state: _to(_ARCHIVED) for state in _LIVING},
    Move.LET_GO: {_ACTIVE: _to(_ARCHIVED), _RESTING: _to(_ARCHIVED)},
    Move.UNARCHIVE: {_ARCHIVED: _LIVING},
    Move.RELAUNCH: {_ARCHIVED: _to(_RELAUNCHED)},
    Move.UNDO: {_ACTIVE: _LIVING, _RESTING: _LIVING, _CLOSING: _LIVING},
    Move.SPLIT: {_ACTIVE: _to(_ACTIVE)},
    Move.MERGE: {_ACTIVE: _to(_ACTIVE), _RESTING: _to(_RESTING)},
    Move.HOST: {_ACTIVE: _to(_ACTIVE), _RESTING: _to(_RESTING), _CLOSING: _to(_CLOSING)},
    Move.JOINING: {_ACTIVE: _to(_ACTIVE), _RESTING: _to(_RESTING)},
    Move.VISIBILITY: {
        state: _to(state) for state in (_FORMING, _ACTIVE, _RESTING, _CLOSING, _ARCHIVED)
    },
    Move.HARVEST: {
        _ACTIVE: _to(_ACTIVE),
        _RESTING: _to(_RESTING),
        _CLOSING: _to(_CLOSING),
        _ARCHIVED: _to(_ARCHIVED),
    },
}
"""For each move the states in which it is possible, and those to which it may lead from there.

Whoever looks for what is not here finds that it may not be: a relaunched crew has no moves left.
"""


def is_possible(move: Move, state: CrewState) -> bool:
    """Whether a move may be made in a state."""
    return state in TABLE[move]


def leads(move: Move, state: CrewState, to: CrewState) -> bool:
    """Whether a move may lead from one state to another."""
    return to in TABLE[move].get(state, frozenset())


def states_for(move: Move) -> tuple[CrewState, ...]:
    """Give the states in which a move is possible, in the order of a life."""
    return tuple(state for state in CrewState if state in TABLE[move])
