"""A congregation that lives on a real homeserver, for tests that begin where the founding ended.

Owns founding one and letting people into it. Refuses to know what they do there.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from http import HTTPStatus

from attrs import Factory, define, frozen

from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.seen import Invitation, Message
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import PATIENCE_S, NeverCame, until
from microsol_matrix.ids import EventId, RoomId, UserId
from tests.live.service import RunningService

_NOT_YET = (HTTPStatus.FORBIDDEN, HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY)


async def come_in(member: Member, room_id: RoomId, *, via: Iterable[str] = ()) -> RoomId:
    """Go into a room to which one was asked, as clients do that try again.

    From another homeserver an invitation can be seen a moment before the inviting one has written it down, and a room
    whose state just changes can be more than a homeserver is able to join.
    """

    async def joined() -> RoomId | None:
        try:
            return await member.join(room_id, via=via)
        except MatrixRefused as refused:
            if refused.status not in _NOT_YET:
                raise
            return None

    return await until(joined, hint=f"{member.user_id} to be let into {room_id}")


async def accept(invitation: Invitation, member: Member) -> RoomId:
    """Accept an invitation."""
    return await come_in(member, invitation.room_id)


@frozen
class Neighbour:
    """A person, and their direct room with the bot."""

    member: Member
    bot: UserId
    direct: RoomId

    @property
    def user_id(self) -> UserId:
        return self.member.user_id

    @classmethod
    async def of(cls, member: Member, bot: UserId) -> "Neighbour":
        """Let somebody begin a conversation, and wait until the bot has come in."""
        direct = await member.create_direct(bot)

        async def is_in() -> bool:
            return (await member.members(direct)).get(bot) == "join"

        await until(is_in, hint="the bot to come in")
        return cls(member, bot, direct)

    @classmethod
    async def met_by(cls, bot: UserId, member: Member) -> "Neighbour":
        """Let somebody come into the direct room that the bot opened to welcome them."""
        invitation = await member.wait_for_invitation(room_name="microsol")
        return cls(member, bot, await accept(invitation, member))

    async def tell(self, words: str) -> EventId:
        """Say something to the bot in private."""
        return await self.member.say(self.direct, words)

    async def hears(
        self, words: str, *, after: EventId | None = None, within_s: float = PATIENCE_S
    ) -> Message:
        """Wait for something that the bot says in private."""
        return await self.member.wait_for_message(
            self.direct, containing=words, sender=self.bot, after=after, timeout_s=within_s
        )

    async def ask(self, words: str, *, expecting: str = "") -> str:
        """Say something and give the first answer that holds what is expected."""
        said = await self.tell(words)
        return (await self.hears(expecting, after=said)).body

    async def comes_into(self, room_name: str) -> RoomId:
        """Wait for the invitation to a room, and accept it."""
        invitation = await self.member.wait_for_invitation(room_name=room_name)
        return await accept(invitation, self.member)


async def answer_to(said: EventId, *, member: Member, room_id: RoomId) -> Message:
    """Wait for what replies to a message in a shared room."""

    async def reply() -> Message | None:
        heard = await member.messages(room_id)
        return next((message for message in heard if message.reply_to == said), None)

    return await until(reply, hint=f"an answer to {said}")


@define
class Village:
    """A congregation with its rooms and people; `rooms` are by the end of their names."""

    service: RunningService
    name: str
    founder: Neighbour
    space: RoomId
    rooms: Mapping[str, RoomId]
    people: dict[str, Neighbour] = Factory(dict)

    @property
    def commons(self) -> RoomId:
        return self.rooms["Commons"]

    @property
    def hosts(self) -> RoomId:
        return self.rooms["Hosts"]

    @property
    def archive(self) -> RoomId:
        return self.rooms["Archive"]

    def __getitem__(self, name: str) -> Neighbour:
        return self.people[name]

    async def welcome(self, name: str, *, homeserver: Synapse | None = None) -> Neighbour:
        """Invite somebody new, and let them come in: to the space, to Commons, to the bot who welcomes them."""
        member = await (homeserver or self.service.homeserver).newcomer(name)
        await self.founder.tell(f"!invite {member.user_id}")
        for room_name in (self.name, f"{self.name}: Commons"):
            await accept(await member.wait_for_invitation(room_name=room_name), member)
        self.people[name] = await Neighbour.met_by(self.service.bot, member)
        await self._is_welcomed(self.people[name], is_far=homeserver is not None)
        return self.people[name]

    async def _is_welcomed(self, newcomer: Neighbour, *, is_far: bool) -> None:
        """Wait until somebody new has read their welcome.

        What is said at the very moment in which somebody comes in from elsewhere reaches their homeserver only with
        whatever is said next; so who hears nothing says something.
        """
        welcome = f"Welcome to {self.name}"
        if is_far:
            with suppress(NeverCame):
                await newcomer.hears(welcome, within_s=10.0)
                return
            await newcomer.tell("!help")
        await newcomer.hears(welcome)

    async def shares_hosting(self, name: str) -> None:
        """Let one who is in it become its second host, and come into Hosts."""
        second = self[name]
        await self.founder.ask(f"!tier {second.user_id} partner", expecting="partner")
        await self.founder.ask(f"!host {second.user_id}", expecting="I have asked")
        await second.ask("!host yes", expecting="You are a host")
        await second.comes_into(f"{self.name}: Hosts")

    async def call(self, call: str, *, by: str = "Amara") -> EventId:
        """Have somebody call a crew in Commons; give the prompt.

        Args:
            call: Its name, with options after it if need be.
            by: Who calls.
        """
        caller = self[by].member
        said = await caller.say(self.commons, f"!call {call}")
        prompt = await caller.wait_for_message(
            self.commons, containing="is calling a crew: ", sender=self.service.bot, after=said
        )
        return prompt.event_id

    async def crew(self, call: str, *names: str) -> RoomId:
        """Have the first call a crew and the others answer in private; all come into its room.

        Args:
            call: Its name, with options after it if need be; enough answer for it to begin.
            names: Of people of the village.
        """
        await self.call(call, by=names[0])
        caller, *others = (self[name] for name in names)
        name = call.partition(" |")[0]
        for other in others:
            await other.tell(f"yes {name}")
        room_id = await caller.comes_into(name)
        for other in others:
            await other.comes_into(name)
        await caller.member.wait_for_message(room_id, containing="Welcome")
        return room_id


async def found(
    service: RunningService,
    name: str = "Harbourlight",
    *,
    founder: str = "Amara",
    people: tuple[str, ...] = (),
    options: str = "",
) -> Village:
    """Have somebody found a congregation and others come in."""
    first = await service.homeserver.newcomer(founder)
    direct = await first.create_direct(service.bot, first_words=f'!found "{name}" | {options}')
    founding = Neighbour(first, service.bot, direct)
    await founding.hears("is here")
    space = (await first.wait_for_invitation(room_name=name)).room_id
    await first.join(space)
    rooms: dict[str, RoomId] = {}
    for room in ("Commons", "Hosts"):
        invitation = await first.wait_for_invitation(room_name=f"{name}: {room}")
        rooms[room] = await first.join(invitation.room_id)

    async def archive() -> RoomId | None:
        seen = (await first.hierarchy(space)).values()
        return next((room.room_id for room in seen if room.name == f"{name}: Archive"), None)

    rooms["Archive"] = await until(archive, hint="Archive to stand in the space")
    village = Village(service, name, founding, space, rooms)
    village.people[founder] = founding
    for newcomer in people:
        await village.welcome(newcomer)
    return village
