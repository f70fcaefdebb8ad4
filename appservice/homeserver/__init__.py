"""The door to the homeserver: the only way out to Matrix.

Owns the adapter `NioHomeserver` of the port `Homeserver`. Seen from outside it is one class;
inside, each file has one noun:

- `line`     one request and its answer, by whom and for how long (the only file that knows nio's client)
- `verdict`  what an answer that is not a success means to us
- `account`  the bot's own account and the homeserver as such: what start and doctor ask
- `making`   what a room is asked to be, and whose a room found under our alias is
- `reading`  timelines and state out of answers, without looking into the events
- `memberships`  who is in a room: inviting, putting out, coming and going
- `directory`  which room an alias leads to, and what profiles say
- `key_place`, `keyring`, `key_exchange`, `cross_signing`  the keys to encrypted rooms: where they lie,
  how they come and go, and who answers for them
- `encrypted_rooms`  which rooms are encrypted
- `opening`, `sealing`, `crypto`, `secrecy`  what is opened and sealed with keys, how, and when
- `door`     the port, method by method

Nothing here retries, waits, logs or keeps anything: each call asks once, and whoever called decides
what a failure costs.
"""

from appservice.homeserver.account import Capabilities
from appservice.homeserver.door import NioHomeserver
from appservice.homeserver.key_place import KeyPlace

__all__ = ["Capabilities", "KeyPlace", "NioHomeserver"]
