"""Judge what people change in rooms of ours with their own clients.

Owns who wins: what a room is called, is about and looks like is people's to say, and is taken over;
who may do what there, who may come in and what we publish is the service's, and is put back with a word to
those concerned. Refuses to know how it is put back: what stands is doubted, and the plan does the rest.
"""

from attrs import evolve as changed

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.handing_over import power_changed
from microsol_matrix.decide.once import once_ref
from microsol_matrix.decide.opened import is_opening, tell_of_opening
from microsol_matrix.decide.outside import called, tell_hosts
from microsol_matrix.decide.upgrading import decide_upgraded
from microsol_matrix.facts import Fact
from microsol_matrix.ids import RoomId, RoomKey, Text, UserId
from microsol_matrix.observe import CHILD, Power, RoomDescribed, RuleWritten, Side
from microsol_matrix.places import SPACE, role_of
from microsol_matrix.plan.aliases import ADDRESS
from microsol_matrix.plan.power import PEOPLE, POWER_LEVELS, as_strong, given_levels, wanted_levels
from microsol_matrix.scales.adoption import OwnPowerSaid
from microsol_matrix.scales.call import INTENTION_LIMIT, NAME_LIMIT
from microsol_matrix.scales.congregation import (
    NAME_LIMIT as CONGREGATION_NAME_LIMIT,
    PURPOSE_LIMIT,
    CongregationRenamed,
    PurposeGiven,
)
from microsol_matrix.scales.crew import NO_PICTURE, Crew
from microsol_matrix.scales.crew_life import CrewPictured, CrewRedirected, CrewRenamed
from microsol_matrix.seen import UNKNOWN, StatePut
from microsol_matrix.structure.types import OURS
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World

JOIN_RULES = ("m.room.join_rules", "")


def decide_described(course: Course, described: RoomDescribed) -> None:
    """Take over what a crew or a congregation is called and is about, as its people say it."""
    fact = taken_over(course.world, described)
    if fact is not None:
        course.add(fact)


def taken_over(world: World, described: RoomDescribed) -> Fact | None:
    """Give what follows from words that stand in a room; None if nothing that is not known."""
    key = world.key_of(described.room_id)
    crew = world.crew_at(described.room_id)
    if key == SPACE:
        return _congregation_described(world, described)
    if crew is not None and crew.is_living:
        return _crew_described(crew, described)
    return None


def _crew_described(crew: Crew, described: RoomDescribed) -> Fact | None:
    match described.side:
        case Side.NAME:
            name = _line(described.words, NAME_LIMIT)
            return CrewRenamed(crew.id, name) if name and name != crew.name else None
        case Side.TOPIC:
            intention = _line(described.words, INTENTION_LIMIT)
            return CrewRedirected(crew.id, intention) if intention != crew.intention else None
        case Side.AVATAR:
            picture = described.words if described.words.startswith("mxc://") else NO_PICTURE
            return CrewPictured(crew.id, picture) if picture != crew.picture else None


def _congregation_described(world: World, described: RoomDescribed) -> Fact | None:
    congregation = world.congregation
    if congregation is None:
        return None
    match described.side:
        case Side.NAME:
            name = _line(described.words, CONGREGATION_NAME_LIMIT)
            return CongregationRenamed(name) if name and name != congregation.name else None
        case Side.TOPIC:
            purpose = _line(described.words, PURPOSE_LIMIT)
            return PurposeGiven(purpose) if purpose != congregation.purpose else None
        case Side.AVATAR:
            return None  # it stands in the space, where everybody sees it, and nowhere else


def decide_written(course: Course, rule: RuleWritten) -> None:
    """Put back what is the service's to say, and tell those concerned that it was changed."""
    key = course.world.key_of(rule.room_id)
    if key is None:
        return
    if key in course.world.partings:
        # In a room that is handed over it is for its people to say.
        power_changed(course, key, rule)
        return
    if rule.replacement is not None:
        decide_upgraded(course, key, rule)
    elif rule.power is not None:
        _power_written(course, key, rule=rule, power=rule.power)
    elif is_opening(course.world, key, rule, house=course.moment.house):
        tell_of_opening(course, key, rule)
    elif _is_ours(course, key, rule):
        _doubt(course, key, place=(rule.type, rule.state_key))
        if rule.by != course.moment.house.bot:
            _tell_of_rule(course, key, rule)


def _is_ours(course: Course, key: RoomKey, rule: RuleWritten) -> bool:
    """Whether another thing stands now where we wrote something, or something of a type of ours that we never wrote."""
    place = (rule.type, rule.state_key)
    known = course.world.rooms[key].state.get(place)
    # The address is written as the room is made, and by ourselves only where it was taken out.
    return known != rule.digest and (known is not None or rule.type in OURS or place == ADDRESS)


def _tell_of_rule(course: Course, key: RoomKey, rule: RuleWritten) -> None:
    match rule.type:
        case kind if kind in OURS:
            _tell(course, key, rule=rule, phrase="by-hand.ours")
        case "m.room.join_rules":
            _tell(course, key, rule=rule, phrase="by-hand.rule")
        case _ if rule.type == CHILD:
            _tell_of_child(course, key, rule)
        case _:
            _tell(course, key, rule=rule, phrase="by-hand.setting")


def _tell_of_child(course: Course, key: RoomKey, rule: RuleWritten) -> None:
    """Name the room that somebody took out of the list of rooms, or listed otherwise."""
    child = course.world.key_of(RoomId(rule.state_key))
    if child is None:
        _tell(course, key, rule=rule, phrase="by-hand.setting")
        return
    person = course.world.name_of(rule.by)
    day = str(course.world.day_of(course.moment.now))
    text = say(
        "by-hand.child", person=person, room=called(course.world, child), where=_where(course, key)
    )
    _say(course, key, "child", rule.state_key, rule.by, day, text=text)


def _power_written(course: Course, key: RoomKey, *, rule: RuleWritten, power: Power) -> None:
    bot = course.moment.house.bot
    if rule.by != bot:
        _take_power_over(course, key, power=power)
    wanted = wanted_levels(course.world, key)
    if wanted is None:
        return
    equals = as_strong(power, bot=bot)
    people = {user: level for user, level in power.users.items() if user != bot}
    if not wanted.are_in(power, bot=bot):
        _doubt(course, key, place=POWER_LEVELS)
        # What we wrote ourselves may come back late and be of yesterday; it never gave anybody this much.
        if rule.by != bot:
            _tell(course, key, rule=rule, phrase="by-hand.power")
        elif max(people.values(), default=0) > PEOPLE and not equals:
            _tell(course, key, rule=rule, phrase="by-hand.power.server")
    # Who had as much before we came was named when the room was taken in.
    is_known = rule.by == bot and course.world.rooms[key].adopted is not None
    if equals and not is_known:
        _tell_of_equals(course, key, equals)


def _take_power_over(course: Course, key: RoomKey, *, power: Power) -> None:
    """Leave it to the people of a room that they made who may do what there; what we gave is no part of it."""
    adopted, given = course.world.rooms[key].adopted, given_levels(course.world, key)
    if adopted is None or given is None:
        return
    users = {
        person: level
        for person, level in power.users.items()
        if person != course.moment.house.bot
        and (person in adopted.users or level > given.users.get(person, 0))
    }
    said = changed(adopted, levels=power.levels, events=power.events, users=users)
    if said != adopted:
        course.add(OwnPowerSaid(key, said))


def _doubt(course: Course, key: RoomKey, *, place: tuple[str, str]) -> None:
    """Forget what stands in a place: it is written again if it is not as wanted."""
    if course.world.rooms[key].state.get(place) != UNKNOWN:
        kind, state_key = place
        course.add(StatePut(key, kind, state_key=state_key, digest=UNKNOWN))


def _tell(course: Course, key: RoomKey, *, rule: RuleWritten, phrase: str) -> None:
    """Say it once a day for each person and kind of change: who does it again and again has read it."""
    person = course.world.name_of(rule.by)
    day = str(course.world.day_of(course.moment.now))
    text = say(phrase, person=person, where=_where(course, key))
    _say(course, key, "by-hand", phrase, rule.by, day, text=text)


def _tell_of_equals(course: Course, key: RoomKey, people: frozenset[UserId]) -> None:
    names = [say("person", name=course.world.name_of(person)) for person in sorted(people)]
    text = say("by-hand.equals", people=joined(names, ", "), where=_where(course, key))
    _say(course, key, "equals", *sorted(people), text=text)


def _where(course: Course, key: RoomKey) -> Said:
    if role_of(key) == "crew":
        return say("by-hand.here")
    return say("by-hand.in", room=called(course.world, key))


def _say(course: Course, key: RoomKey, *reason: str, text: Said) -> None:
    """Say it to a crew in its room, to the hosts where they read."""
    ref = once_ref(
        "by-hand", course.moment.house.entropy.derive("by-hand", key, *reason).hex()[:32]
    )
    if ref in course.world.once:
        return
    if role_of(key) == "crew":
        course.say(ref, course.world.rooms[key].room_id, text=text)
    else:
        tell_hosts(course, ref, text=text)


def _line(words: str, limit: int) -> Text:
    """Give words on one line, cut to what a name or an intention may have."""
    return Text(" ".join(words.split())[:limit].rstrip())
