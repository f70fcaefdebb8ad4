"""Numbers: a host is told them, chooses others, or takes them back.

Owns what is told and refused. Which numbers there are, within which bounds, and which fit together
stands in `scales.numbers`; whatever runs goes by the new ones, since due times are computed from them.
"""

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.growing import weigh
from microsol_matrix.decide.naming import said_name
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import HOSTS
from microsol_matrix.scales.congregation import NumbersChosen
from microsol_matrix.scales.numbers import (
    PRESETS,
    USUAL,
    Number,
    Numbers,
    clash,
    with_number,
    with_preset,
)
from microsol_matrix.talk import options
from microsol_matrix.talk.descriptors import BY_WORD, meaning_of
from microsol_matrix.talk.given import Given, nearest_option
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.numbers import GROUPS, SETTINGS, Setting, written
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


def choose_numbers(
    course: Course, command: Command, *, given: Given, message: MessageSaid
) -> Said | Refused:
    """Tell the numbers, or go by others from now on."""
    world = course.world
    words = said_name(command).lower()
    if not words and not set(command.options) - {options.CONGREGATION.key}:
        return _told(world)
    if words not in ("", "reset"):
        return Refused(_unclear(words))
    chosen = _chosen(world.numbers, given)
    if words:
        if chosen != world.numbers:
            return Refused(say("settings.reset-alone"))
        chosen = USUAL
    found = clash(chosen)
    if found is not None:
        lesser = _typed(found.lesser, getattr(chosen, found.lesser))
        greater, least = _key(found.greater), written(found.least)
        return Refused(say("settings.clash", lesser=lesser, greater=greater, least=least))
    if chosen == world.numbers:
        return Refused(say("settings.same", name=world.name))
    changes = _changes(world.numbers, chosen)
    course.add(NumbersChosen(chosen, by=message.by))
    _announce(course, changes, message=message)
    weigh(course)
    return say("settings.done", name=world.name, changes=changes)


def _unclear(words: str) -> Said:
    """Say what may have been meant by words that are no number of ours."""
    key, is_option, _ = words.partition("=")
    nearest = nearest_option(BY_WORD["settings"], key)
    if is_option and nearest:
        return say("option.unknown.nearest", command="!settings", option=key, nearest=nearest)
    return say("settings.unclear", given=words)


def _chosen(numbers: Numbers, given: Given) -> Numbers:
    """Give the numbers with those that were given; a preset first, so that single sizes win over it."""
    preset = given.of(options.SIZES)
    if preset is not None:
        numbers = with_preset(numbers, preset)
    for setting, option in zip(SETTINGS, options.NUMBERS, strict=True):
        number = given.of(option)
        if number is not None:
            numbers = with_number(numbers, setting.name, number)
    return numbers


def _announce(course: Course, changes: Said, *, message: MessageSaid) -> None:
    """Tell all hosts, where it was not said among them."""
    hosts = course.world.room(HOSTS)
    if hosts is not None and message.room_id != hosts.room_id:
        by = course.world.name_of(message.by)
        text = say("settings.changed", by=by, name=course.world.name, changes=changes)
        course.say(f"settings/{message.event_id}", hosts.room_id, text=text)


def _changes(before: Numbers, after: Numbers) -> Said:
    lines = [
        say("settings.change", setting=_typed(name, here), before=written(there))
        for name in (setting.name for setting in SETTINGS)
        if (here := getattr(after, name)) != (there := getattr(before, name))
    ]
    if after.preset is not before.preset:
        sizes = f"{options.SIZES.key}={after.preset.value}"
        lines.insert(0, say("settings.change", setting=sizes, before=before.preset.value))
    return joined(lines)


def _typed(name: str, number: Number) -> str:
    """Write a number as hosts would type it."""
    return f"{_key(name)}={written(number)}"


def _key(name: str) -> str:
    return next(setting.key for setting in SETTINGS if setting.name == name)


def _told(world: World) -> Said:
    numbers = world.numbers
    groups = [
        joined([say(head), *(_line(setting, numbers) for setting in settings)])
        for head, settings in GROUPS
    ]
    tail = [say("settings.tail")]
    if len(world.members) < numbers.congregation_min:
        least = numbers.congregation_min
        tail.insert(0, say("settings.gathering", least=least, name=world.name))
    return say(
        "settings.told",
        name=world.name,
        preset=numbers.preset.value,
        groups=joined(groups),
        tail=joined(tail),
    )


def _line(setting: Setting, numbers: Numbers) -> Said:
    has = getattr(numbers, setting.name)
    usual = getattr(PRESETS[numbers.preset], setting.name)
    shown = _typed(setting.name, has)
    option = next(one for one in options.NUMBERS if one.key == setting.key)
    meaning = meaning_of(BY_WORD["settings"], option)
    if has == usual:
        return say("settings.line", setting=shown, meaning=meaning)
    return say("settings.line.own", setting=shown, meaning=meaning, usual=written(usual))
