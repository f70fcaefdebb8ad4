"""What our own messages carry besides words, so that they are known again from the room alone.

Owns the names of two fields in the content of a prompt. Refuses to know what prompts say. Whoever they name is named in
their words, too.
"""

from typing import Final

REF: Final = "org.microsol.ref"
"""What the prompt is about: `call/<id>`, `knock/<event id>`, `question/<id>` ..."""
BY: Final = "org.microsol.by"
"""The user id of who called, offered to be host, or wished that more people see a crew."""
