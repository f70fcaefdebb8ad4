"""Whose concern it is what happens on a porch: a neighbour's, or one of ours that another of ours looks at.

Owns which lanes are told, and what. Nothing in what happened is believed but that it happened: what stands on the
porch is read there. Refuses to judge proposals.
"""

from collections.abc import Mapping

from attrs import define

from microsol_matrix.decide.afar import NeighbourStirred, PorchInvited, SeatDoubted
from microsol_matrix.decide.happenings import Happening
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, RoomAlias, RoomId, ServerName, Text, server_of
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.observe import (
    BotInvited,
    InvitedPorch,
    MembershipChanged,
    Observation,
    OwnWritten,
    RuleWritten,
    WasRedacted,
)
from microsol_matrix.places import PORCH
from microsol_matrix.ports import Address, AddressKind, LaneEntry, Store
from microsol_matrix.seen import OUT
from microsol_matrix.structure import types
from microsol_matrix.structure.unnamed import without_people
from microsol_matrix.world import World


@define(eq=False)
class Porches:
    """Finds the lanes that a porch concerns."""

    house: House
    store: Store
    lanes: Lanes

    async def invited(self, invitation: BotInvited) -> tuple[LaneId, PorchInvited] | None:
        """Give the lane that an invitation proposes a link to; None if it proposes none to a porch of ours."""
        porch = invitation.porch
        lane = None if porch is None else await self._ours(porch.to)
        if porch is None or lane is None:
            return None
        return lane, as_proposal(invitation, porch)

    async def told(self, observation: Observation) -> Mapping[LaneId, Happening]:
        """Give the lanes that are told of what happened on a porch that is not theirs."""
        told: dict[LaneId, Happening] = {}
        for entry in await self.store.find(Address(AddressKind.NEIGHBOUR, observation.room_id)):
            news = self._news(observation)
            if news is not None:
                told[entry.lane] = news
        match observation:
            case RuleWritten(is_proposal=True) | OwnWritten(is_proposal=True):
                named = await self._ours(RoomId(observation.state_key))
                invited = await self._proposed(observation, among=tuple(told))
                if named is not None and invited is not None:
                    told[named] = invited
            case _:
                pass
        return told

    def _news(self, observation: Observation) -> NeighbourStirred | SeatDoubted | None:
        porch = observation.room_id
        match observation:
            case MembershipChanged(person=person, membership=membership, by=by):
                is_put_out = person == self.house.bot != by and membership in OUT
                return SeatDoubted(porch) if is_put_out else None
            case RuleWritten(type=types.CONGREGATION) | OwnWritten(type=types.CONGREGATION):
                return NeighbourStirred(porch, card_by=observation.by)
            case RuleWritten() | WasRedacted() | OwnWritten():
                return NeighbourStirred(porch)
            case _:
                return None

    async def _proposed(
        self, record: RuleWritten | OwnWritten, *, among: tuple[LaneId, ...]
    ) -> PorchInvited | None:
        """Make an invitation of a record that names a porch of ours.

        Our bot cannot be invited where it is: on porches of ours, and of neighbours that another congregation of
        ours is linked to. So such a record is the proposal itself.

        Args:
            record: On a porch that we see.
            among: Lanes that are linked with that porch, and have read it.
        """
        own = await self.store.find(Address(AddressKind.ROOM, record.room_id))
        if own:
            return await self._of_ours(record, own[0])
        for lane in among:
            world = await self.lanes.world(lane)
            link = world.links.get(record.room_id) if isinstance(world, World) else None
            if link is not None and link.is_live and link.bot == record.by:
                card = None if link.reading is None else link.reading.card
                return _recorded(
                    record,
                    name=link.name,
                    purpose=Text("") if card is None else card.purpose,
                    address=link.address,
                    via=tuple(link.via),
                )
        return None

    async def _of_ours(
        self, record: RuleWritten | OwnWritten, entry: LaneEntry
    ) -> PorchInvited | None:
        world = await self.lanes.world(entry.lane)
        if (
            not isinstance(world, World)
            or world.congregation is None
            or record.by != self.house.bot
        ):
            return None
        congregation = world.congregation
        localpart = self.house.alias_localpart(
            owner=congregation.id, key=PORCH, slug=congregation.slug
        )
        return _recorded(
            record,
            name=without_people(congregation.name),
            purpose=without_people(congregation.purpose),
            address=RoomAlias(f"#{localpart}:{self.house.server}"),
            via=(self.house.server,),
        )

    async def _ours(self, porch: RoomId) -> LaneId | None:
        """Give the lane that a porch belongs to; None if it is none of ours."""
        entries = await self.store.find(Address(AddressKind.ROOM, porch))
        return entries[0].lane if entries and entries[0].role == PORCH else None


def as_proposal(invitation: BotInvited, porch: InvitedPorch) -> PorchInvited:
    """Make of an invitation to a porch what `decide` judges.

    Whoever invites says by which address; one of another homeserver is not theirs to give, and would pass them off
    as somebody else.
    """
    server = server_of(invitation.by)
    is_theirs = porch.address is not None and porch.address.partition(":")[2] == server
    return PorchInvited(
        event_id=invitation.event_id,
        porch=invitation.room_id,
        by=invitation.by,
        to=porch.to,
        name=porch.name,
        purpose=porch.purpose,
        address=porch.address if is_theirs else None,
        via=(server,),
    )


def _recorded(
    record: RuleWritten | OwnWritten,
    *,
    name: Text,
    purpose: Text,
    address: RoomAlias | None,
    via: tuple[ServerName, ...],
) -> PorchInvited:
    return PorchInvited(
        event_id=record.event_id,
        porch=record.room_id,
        by=record.by,
        to=RoomId(record.state_key),
        name=name,
        purpose=purpose,
        address=address,
        via=via,
    )
