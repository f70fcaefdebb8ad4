"""Take in: a space and rooms that people made become a congregation, once somebody who holds their power agreed.

Owns that each room is judged anew as it is taken, who becomes host, and what its people are told. Refuses to know the
rules themselves (`adopting`), and how a room is marked: the plan does it.
"""

from microsol_matrix.decide.adopting import called, hosts_in, trouble_of
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.founding import slug_of
from microsol_matrix.decide.surveyed import RoomSurveyed
from microsol_matrix.ids import (
    CongregationId,
    CrewId,
    MandateId,
    RoomId,
    RoomKey,
    Text,
    UserId,
)
from microsol_matrix.kept import OwnPower
from microsol_matrix.observe import MessageSaid
from microsol_matrix.observe.surveying import RoomSurvey
from microsol_matrix.places import COMMONS, SPACE, crew_room, role_of
from microsol_matrix.scales.adoption import (
    AdoptionBegun,
    AdoptionFailed,
    Outline,
    Taking,
    TakingDropped,
    TakingRead,
)
from microsol_matrix.scales.call import INTENTION_LIMIT, NAME_LIMIT, Kind
from microsol_matrix.scales.congregation import Congregation
from microsol_matrix.scales.crew import Crew, CrewBegan, CrewState, Seat, SeatState
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.mandate import Mandate, MandateBegan, Role
from microsol_matrix.seen import Membership
from microsol_matrix.words import Said, say


def begin_adoption(
    course: Course, *, message: MessageSaid, congregation_id: CongregationId
) -> Refused | None:
    """Begin what somebody agreed to; its progress is told by the founding prompt, so there is no other answer."""
    house, outline = course.moment.house, course.outline
    if not house.may_found(message.by):
        who = "found.who.local" if house.is_local_founding else "found.who.listed"
        return Refused(say("found.not-allowed", server=house.server, who=say(who)))
    if outline is None:
        return Refused(say("adopt.show-first"))
    congregation = Congregation(
        id=congregation_id,
        slug=slug_of(outline.name, fallback=congregation_id),
        name=outline.name,
        purpose=outline.purpose,
        place=Text(""),
        founder=message.by,
        language=course.language or house.language,
        founded_at=course.moment.now,
        asked_in=message.room_id,
        asked_by_event=message.event_id,
        joining=outline.joining,
    )
    takings = {
        key: Taking(room_id, outline.via, message.by)
        for key, room_id in _places(course, outline, message).items()
    }
    course.add(AdoptionBegun(congregation, takings))
    return None


def _places(course: Course, outline: Outline, message: MessageSaid) -> dict[RoomKey, RoomId]:
    places = {SPACE: outline.space}
    if outline.commons is not None:
        places[COMMONS] = outline.commons
    for number, room_id in enumerate(outline.crews):
        new_id = course.moment.new_id(
            "crew", message.event_id, str(number), at_ms=message.claimed_ms
        )
        places[crew_room(CrewId(new_id))] = room_id
    return places


def decide_surveyed(course: Course, happening: RoomSurveyed) -> None:
    """Take a room in as it is now; one that cannot be taken any more is let go, and who asked is told."""
    world, key, survey = course.world, happening.key, happening.survey
    taking = world.takings.get(key)
    if taking is None or taking.power is not None or taking.room_id != survey.room_id:
        return
    house = course.moment.house
    trouble = trouble_of(survey, taking.asker, house, is_the_space=key == SPACE)
    if trouble is None and key == COMMONS and survey.is_encrypted:
        trouble = say("adopt.encrypted", room=called(survey))
    if trouble is not None:
        drop_taking(course, key, why=trouble, is_anothers=survey.is_marked)
        return
    users = {who: at for who, at in survey.power.users.items() if who != house.bot}
    power = OwnPower(
        survey.power.levels,
        survey.power.events,
        users,
        survey.power.creators,
        survey.power.services,
    )
    # Other bots are no members; what they do later in the space is seen like anybody's.
    but = {house.bot, *survey.power.services}
    people = {who: how for who, how in survey.people.items() if who not in but}
    names = {who: name for who, name in survey.names.items() if who != house.bot}
    read = Taking(taking.room_id, taking.via, taking.asker, people=people, power=power)
    if role_of(key) == "crew":
        course.add(CrewBegan(_crew(course, key, survey, asker=taking.asker)))
    course.add(TakingRead(key, read, names))
    if key == SPACE:
        _begin_mandates(course, survey, asker=taking.asker)
    _tell(course, key, survey, asker=taking.asker)


def drop_taking(course: Course, key: RoomKey, *, why: Said, is_anothers: bool = False) -> None:
    """Let go of a room that cannot be taken in; without the space there is no congregation."""
    taking, name = course.world.takings.get(key), course.world.name
    if taking is None:
        return
    phrase = "adopt.failed" if key == SPACE else "adopt.dropped"
    course.write(f"adopt/{key}", taking.asker, text=say(phrase, name=name, why=why))
    course.add(TakingDropped(key, is_anothers=is_anothers))
    if key == SPACE:
        course.add(AdoptionFailed(course.moment.now))


def _begin_mandates(course: Course, space: RoomSurvey, *, asker: UserId) -> None:
    """Let whoever looks after the space already be a host; they may give it back."""
    now, world = course.moment.now, course.world
    for person in hosts_in(space, course.moment.house):
        if person == asker:
            continue
        mandate = Mandate(
            id=MandateId(course.moment.new_id("mandate", person, str(world.name))),
            role=Role.HOST,
            holder=person,
            begins_at=now,
            expires_at=now + world.numbers.mandate,
            is_shown=False,
        )
        course.add(MandateBegan(mandate))
        text = say("adopt.host", name=world.name, by=world.name_of(asker))
        course.write("adopt/host", person, text=text)


def _crew(course: Course, key: RoomKey, room: RoomSurvey, *, asker: UserId) -> Crew:
    house, now = course.moment.house, course.moment.now
    people = room.members(house.bot, *room.power.services)
    encrypted = Encryption.READ if house.reads_encrypted else Encryption.UNREAD
    return Crew(
        id=CrewId(key.partition("/")[2]),
        call_id=None,
        name=Text(room.name[:NAME_LIMIT].rstrip() or course.world.name),
        intention=Text(room.topic[:INTENTION_LIMIT].rstrip()),
        kind=Kind.PRACTICE,
        rhythm=Text(""),
        host=asker,
        seats_min=course.world.numbers.crew_min,
        seats_max=max(len(people), course.world.numbers.crew_full),
        state=CrewState.FORMING,
        begun_at=now,
        first=(),
        seats=tuple(
            Seat(person, SeatState.TAKEN, since=now, has_been_taken=True) for person in people
        ),
        is_asked_about_size=False,
        is_welcomed=True,
        encryption=encrypted if room.is_encrypted else Encryption.OFF,
    )


def _tell(course: Course, key: RoomKey, room: RoomSurvey, *, asker: UserId) -> None:
    """Tell a room's people what becomes of it, where they read."""
    by = course.world.name_of(asker)
    if key == COMMONS:
        text = say("adopt.told.commons", name=course.world.name, by=by)
        course.say(f"adopted/{key}", room.room_id, text=text)
    elif role_of(key) == "crew":
        crew = course.world.crews[CrewId(key.partition("/")[2])]
        text = say("adopt.told.crew", crew=crew.name, name=course.world.name, by=by)
        if course.may_speak_in(crew):
            course.say(f"adopted/{key}", room.room_id, text=text)
            return
        for person, how in sorted(room.people.items()):
            if how is Membership.JOIN:
                course.write_about(crew, f"adopted/{key}", person, text=text)
