"""What of an encrypted crew may stand in the clear: everything but the words that were said in its room.

Owns which words those are. State is never encrypted, so whoever runs a homeserver that takes part could read there
what the room itself keeps from them. Refuses to keep back what a call said to the congregation.
"""

from attrs import evolve as changed

from microsol_matrix.ids import Text
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.question import Question

NO_WORDS = Text("")


def in_the_clear(crew: Crew) -> Crew:
    """Give a crew with what may stand in state that everybody's homeserver can read; an open one as it is.

    Of what it agreed the days are left. What it is asked is left out whole where people gave words to it: names of
    the sides of a split, of the crew that two would become, who is to see it.
    """
    if crew.encryption is Encryption.OFF:
        return crew
    # One that grew from another has the rhythm of that one, and nobody can tell whether that was agreed there.
    is_of_its_call = crew.call_id is not None and not crew.agreements
    return changed(
        crew,
        rhythm=crew.rhythm if is_of_its_call else NO_WORDS,
        agreements=tuple(changed(one, rhythm=NO_WORDS) for one in crew.agreements),
        questions=tuple(one for one in crew.questions if not _has_words(one)),
    )


def _has_words(question: Question) -> bool:
    return bool(question.labels or question.wanted)
