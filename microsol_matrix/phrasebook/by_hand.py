"""What is said of what people change in rooms with their own clients."""

from collections.abc import Mapping
from typing import Final

BY_HAND: Final[Mapping[str, str]] = {
    "by-hand.power": (
        "{person} changed who may do what {where}. I have put it back: power goes with being host, and I "
        "keep the two together."
    ),
    "by-hand.power.server": (
        "Somebody who runs the homeserver changed who may do what {where}. I have put it back: power goes "
        "with being host, and I keep the two together."
    ),
    "by-hand.equals": (
        "As much power as I have {where}: {people}. I cannot take that back; who has it can give it back, and so "
        "can whoever runs the homeserver."
    ),
    "by-hand.rule": (
        "{person} changed who may come in {where}. I have put it back; !joining is the way to say it."
    ),
    "by-hand.ours": "{person} wrote something {where} that is mine to write. I have put it back.",
    "by-hand.child": (
        "{person} changed how {room} is listed {where}. I have put it back: what I made stands there as long as "
        "it lives. Rooms of your own you can add and take away as you like."
    ),
    "by-hand.setting": (
        "{person} changed a setting {where} that is mine to look after. I have put it back."
    ),
    "by-hand.opened": (
        "{person} has changed a setting {where}: everybody can read now what is said there, and who is in, without "
        "being in it, and so what I write there, too. Those who made the room say who reads it, so I leave it so. In "
        "its settings reading can be for members alone again; what was read until then may stay with whoever read it."
    ),
    "by-hand.here": "here",
    "by-hand.in": "in {room}",
}
