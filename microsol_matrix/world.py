"""The world of a congregation: everything that its lane knows, wanted and seen, as one immutable value.

Owns `World` and what can be read off it. Refuses to decide or to change: `decide` judges, `evolve`
builds the next one.
"""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo

from attrs import Factory, evolve as changed, field, frozen

from microsol_matrix.deeds import DEEDS_KEPT, Deed
from microsol_matrix.ids import (
    CallId,
    CrewId,
    EventId,
    MandateId,
    Ref,
    RoomAlias,
    RoomId,
    RoomKey,
    ServerName,
    Text,
    UserId,
    ZoneName,
    localpart_of,
)
from microsol_matrix.languages import Language
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.places import ARCHIVE, OF_THE_SPACE, SPACE, crew_room, role_of
from microsol_matrix.scales.adoption import Taking
from microsol_matrix.scales.call import Call
from microsol_matrix.scales.congregation import Congregation, InvitationAsked
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.growth import Mark
from microsol_matrix.scales.knock import Knock
from microsol_matrix.scales.link import Link, Proposal, Search
from microsol_matrix.scales.mandate import HostAsked, Mandate, Offer, first_mandate
from microsol_matrix.scales.numbers import USUAL, Numbers
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.scales.release import Parting, ReleaseWish
from microsol_matrix.scales.season import FormationRound, Season
from microsol_matrix.scales.tier import Standing, Tier
from microsol_matrix.seen import OUT, IntentName, Membership, Notice, PromptSeen, RoomSeen
from microsol_matrix.zones import UNIVERSAL, zone_of

WELCOME = "welcome/"
"""Begins the ref of a crew's welcome."""


@frozen
class World:
    """A congregation, wanted and seen.

    Attributes:
        congregation: None before the founding.
        wanted: People to be in the space: the founder and whom hosts asked for.
        rooms: What exists, by place in the house.
        names: Display names as last seen.
        notices: Still to be said, oldest first.
        prompts: Messages of ours kept up to date.
        redactions: Still to be redacted.
        refused: Intents that the homeserver said no to for good.
        deeds: The last things done, newest last; at most `DEEDS_KEPT`.
        once: Refs of notices not to be said again, newest last; at most `ONCE_KEPT`.
        tiers: Which tier people were given; who has none was there before there were tiers.
        mandates: Every mandate; none at all in a world from before there were any.
        asked_hosts: Who was last asked to be a host.
        offers: Of partners to be host where there was none, oldest first.
        knocks: Requests to come in, oldest first; answered ones only for a while.
        invited: Invitations that hosts asked for in the last day.
        asked_by: Which host asked last for each person to be invited.
        seasons: Every season that was named, the oldest first.
        rounds: The last formation rounds, the oldest first; at most one is open.
        marks: The sizes that the congregation has reached.
        links: To neighbours, by their porches; an ended one until nothing stands of it.
        searches: Porches that hosts named, while they are looked for.
        proposals: Of links, by neighbours, in the last day.
        refused_servers: Whose proposals hosts want to hear no more.
        release_wishes: Who wants a crew (by its room), or all (by the space), to be released, as long as nobody agreed.
        partings: Rooms that are being handed over to their people, and what they are to be.
        takings: Rooms that people made and that are being taken in.
        released_at: When the whole congregation was released; None while it is ours.
    """

    congregation: Congregation | None = None
    wanted: frozenset[UserId] = frozenset()
    rooms: Mapping[RoomKey, RoomSeen] = field(default=Factory(dict), hash=False)
    names: Mapping[UserId, Text] = field(default=Factory(dict), hash=False)
    calls: Mapping[CallId, Call] = field(default=Factory(dict), hash=False)
    crews: Mapping[CrewId, Crew] = field(default=Factory(dict), hash=False)
    notices: tuple[Notice, ...] = ()
    prompts: Mapping[Ref, PromptSeen] = field(default=Factory(dict), hash=False)
    redactions: Mapping[EventId, RoomId] = field(default=Factory(dict), hash=False)
    refused: frozenset[IntentName] = frozenset()
    deeds: tuple[Deed, ...] = ()
    once: tuple[Ref, ...] = ()
    tiers: Mapping[UserId, Standing] = field(default=Factory(dict), hash=False)
    mandates: Mapping[MandateId, Mandate] = field(default=Factory(dict), hash=False)
    asked_hosts: Mapping[UserId, HostAsked] = field(default=Factory(dict), hash=False)
    offers: tuple[Offer, ...] = ()
    knocks: tuple[Knock, ...] = ()
    asked_by: Mapping[UserId, UserId] = field(default=Factory(dict), hash=False)
    invited: tuple[InvitationAsked, ...] = ()
    seasons: tuple[Season, ...] = ()
    rounds: tuple[FormationRound, ...] = ()
    marks: frozenset[Mark] = frozenset()
    links: Mapping[RoomId, Link] = field(default=Factory(dict), hash=False)
    searches: Mapping[RoomAlias, Search] = field(default=Factory(dict), hash=False)
    proposals: tuple[Proposal, ...] = ()
    refused_servers: frozenset[ServerName] = frozenset()
    release_wishes: Mapping[RoomKey, ReleaseWish] = field(default=Factory(dict), hash=False)
    partings: Mapping[RoomKey, Parting] = field(default=Factory(dict), hash=False)
    takings: Mapping[RoomKey, Taking] = field(default=Factory(dict), hash=False)
    released_at: datetime | None = None

    @property
    def name(self) -> Text:
        """Give the congregation's name; empty before it is founded."""
        return self.congregation.name if self.congregation is not None else Text("")

    @property
    def language(self) -> Language:
        """Give the language of the congregation's rooms."""
        return Language.ENGLISH if self.congregation is None else self.congregation.language

    @property
    def numbers(self) -> Numbers:
        """Give the congregation's numbers: its spans of time and sizes."""
        return USUAL if self.congregation is None else self.congregation.numbers

    @property
    def publishing(self) -> Publishing:
        """Give what everybody can read of the congregation."""
        return Publishing.OFF if self.congregation is None else self.congregation.publishing

    @property
    def zone(self) -> tzinfo:
        """Give the time zone whose days the congregation's people mean."""
        return zone_of(self.congregation.zone if self.congregation is not None else UNIVERSAL)

    @property
    def has_own_zone(self) -> bool:
        """Whether the congregation has said whose days its people mean."""
        return self.congregation is not None and self.congregation.zone != UNIVERSAL

    def zone_for(self, meant_in: ZoneName | None) -> tzinfo:
        """Give a zone that somebody's days were meant in, or else the congregation's."""
        return self.zone if meant_in is None else zone_of(meant_in)

    def day_of(self, moment: datetime, zone: ZoneName | None = None) -> date:
        """Give the day of a moment, in the zone that it was meant in or where the congregation is."""
        return moment.astimezone(self.zone_for(zone)).date()

    @property
    def calls_in_order(self) -> tuple[Call, ...]:
        """Give every call, the oldest first."""
        return tuple(sorted(self.calls.values(), key=lambda call: (call.opened_at, call.id)))

    @property
    def crews_in_order(self) -> tuple[Crew, ...]:
        """Give every crew, the oldest first."""
        return tuple(sorted(self.crews.values(), key=lambda crew: (crew.begun_at, crew.id)))

    @property
    def housed_crews(self) -> tuple[tuple[Crew, RoomKey, RoomSeen], ...]:
        """Give every crew that has a room, the oldest first, with the room."""
        housed = ((crew, crew_room(crew.id)) for crew in self.crews_in_order)
        return tuple((crew, key, self.rooms[key]) for crew, key in housed if key in self.rooms)

    @property
    def keys_of_the_space(self) -> tuple[RoomKey, ...]:
        """Give the rooms that are for members because they are the space's, a season's in the Archive too."""
        shelves = sorted(key for key in self.rooms if role_of(key) == ARCHIVE and key != ARCHIVE)
        return (*OF_THE_SPACE, *shelves)

    def room(self, key: RoomKey) -> RoomSeen | None:
        """Give a room as seen; None while it does not exist."""
        return self.rooms.get(key)

    def with_room(self, key: RoomKey, room: RoomSeen) -> "World":
        """Give this world with a room as newly seen."""
        return changed(self, rooms={**self.rooms, key: room})

    def having_done(self, deed: Deed) -> "World":
        """Give this world with one more deed, the oldest forgotten past `DEEDS_KEPT`."""
        return changed(self, deeds=(*self.deeds, deed)[-DEEDS_KEPT:])

    def title_of(self, key: RoomKey) -> Text:
        """Name a room to a person: its crew's name, or the congregation's for the other rooms."""
        crew = self.crews.get(CrewId(key.partition("/")[2]))
        if crew is not None:
            return crew.name
        return self.name

    def key_of(self, room_id: RoomId) -> RoomKey | None:
        """Say which of our rooms this is; None if it is none of ours."""
        return next((key for key, room in self.rooms.items() if room.room_id == room_id), None)

    def has_words_for(self, room_id: RoomId) -> bool:
        """Whether something is still to be said in a room."""
        return any(notice.room_id == room_id for notice in self.notices)

    def call_of(self, crew: Crew) -> Call | None:
        """Give the call that a crew came by; None for one that came from a split or a merge."""
        return self.calls.get(crew.call_id) if crew.call_id is not None else None

    def crew_at(self, room_id: RoomId) -> Crew | None:
        """Give the crew whose room this is; None if it is another room."""
        key = self.key_of(room_id)
        return None if key is None else self.crews.get(CrewId(key.partition("/")[2]))

    def name_of(self, person: UserId) -> Text:
        """Give a person's display name as last seen; without one the localpart of the user id."""
        return self.names.get(person) or Text(localpart_of(person))

    @property
    def is_worth_retrying(self) -> bool:
        """Whether something was refused that a new start tries once more."""
        return any(not intent.is_invitation for intent in self.refused)

    @property
    def members(self) -> frozenset[UserId]:
        """Who is joined to the space: that is what membership means."""
        space = self.rooms.get(SPACE)
        if space is None:
            return frozenset()
        return frozenset(
            person for person, membership in space.people.items() if membership is Membership.JOIN
        )

    @property
    def hosts(self) -> frozenset[UserId]:
        """Who may act for the congregation: who holds a mandate, while a member or on the way in."""
        space = self.rooms.get(SPACE)
        holders = (mandate.holder for mandate in self.live_mandates)
        return frozenset(one for one in holders if space is None or not space.has(one, *OUT))

    @property
    def mandates_in_order(self) -> tuple[Mandate, ...]:
        """Give every mandate, ended ones too, the oldest first; the founder's where none was ever written down."""
        if self.congregation is None:
            return ()
        if not self.mandates:
            return (first_mandate(self.congregation),)
        return tuple(sorted(self.mandates.values(), key=lambda one: (one.begins_at, one.id)))

    @property
    def live_mandates(self) -> tuple[Mandate, ...]:
        """Give the mandates that hold, the oldest first."""
        return tuple(mandate for mandate in self.mandates_in_order if mandate.is_live)

    def mandate_of(self, person: UserId) -> Mandate | None:
        """Give the mandate that a person holds; None if they hold none."""
        return next((one for one in self.live_mandates if one.holder == person), None)

    def tier_of(self, person: UserId) -> Tier:
        """Give a member's tier; who came before there were tiers shares in everything."""
        standing = self.tiers.get(person)
        return Tier.PARTNER if standing is None else standing.tier

    @property
    def season(self) -> Season | None:
        """Give the season that runs; None between seasons."""
        return next((one for one in self.seasons if not one.is_over), None)

    def season_at(self, moment: datetime) -> Season | None:
        """Give the season in which a moment lies; None if it lies between seasons."""
        return next((one for one in self.seasons if one.holds(moment)), None)

    @property
    def open_round(self) -> FormationRound | None:
        """Give the formation round that is open; None if none is."""
        return next((one for one in self.rounds if one.is_open), None)

    @property
    def is_full(self) -> bool:
        """Whether new joins wait, because there are as many people as the congregation wants to be."""
        return Mark.FULL in self.marks

    def knock_of(self, person: UserId) -> Knock | None:
        """Give the last time that a person asked to come in; None if they never did."""
        return next((knock for knock in reversed(self.knocks) if knock.person == person), None)


LaneWorld = World | PersonWorld
