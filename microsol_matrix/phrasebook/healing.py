"""What is said of what happened to rooms past us, where we cannot put it right ourselves."""

from collections.abc import Mapping
from typing import Final

HEALING: Final[Mapping[str, str]] = {
    "alias.elsewhere": (
        "The address {alias} leads to another room now, and not to {room}. I cannot take it back; whoever runs the "
        "homeserver can say how that came. Whoever is in finds everything as before, and newcomers can be invited. "
        "Once the address is free I take it again by myself."
    ),
    "upgraded": "{person} has moved {room} to another room of Matrix. I am going along.",
    "followed": (
        "I have moved along with {room}: the new room stands where the old one stood, and whoever has not come along "
        "is invited."
    ),
    "followed.closed": (
        "Somebody has moved {room} to another room of Matrix ({successor}), and I cannot come in. Please invite {bot} "
        "there and give it power 100; I come by myself then."
    ),
    "followed.powerless": (
        "Somebody has moved {room} to another room of Matrix ({successor}). I am in there, but may not do anything. "
        "Please give {bot} power 100 there; I go on by myself then."
    ),
    "followed.stranger": (
        "It was said that {room} has moved to {successor}, but that room does not say that it goes on from there. I "
        "have not gone along. If it is the right one, please tell whoever runs the homeserver."
    ),
}
