"""Hydrogen, a Matrix client, as one person holds it in front of them.

Owns finding what is on the screen and clicking it; everything waits until the screen shows it.
Refuses to ask the homeserver anything: what a person cannot see did not happen.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from attrs import frozen
from playwright.async_api import Dialog, Locator, Page, Response, expect

from appservice.demo.member import Member

PATIENCE_MS: Final = 30_000
"""Far above what a loaded machine needs for one step, far below a test's own time limit."""

_EVENT: Final = re.compile("/rooms/[^/]+/(send|redact)/")

expect.set_options(timeout=PATIENCE_MS)


@frozen
class Hydrogen:
    """One browser window with Hydrogen in it.

    Attributes:
        page: The window, with Hydrogen's first screen or any later one.
        member: Whose client it is.
        album: Where its photographs go.
    """

    page: Page
    member: Member
    album: Path

    async def log_in(self) -> None:
        """Log in by password, and wait for the list of rooms."""
        homeserver = self.page.get_by_label("Homeserver")
        await homeserver.fill(self.member.homeserver_url)
        await homeserver.blur()
        await self.page.get_by_label("Username").fill(self.member.user_id)
        await self.page.get_by_label("Password").fill(self.member.password)
        await self.page.get_by_role("button", name="Log In").click()
        await expect(self.page.locator(".LeftPanel")).to_be_visible()

    async def photograph(self, name: str) -> None:
        """Keep what is on the screen, without the grey that follows the mouse."""
        await self.page.mouse.move(0, 0)
        await self.page.screenshot(path=self.album / f"{name}.png")

    # ----------------------------------------------------------------------------------- rooms

    def room(self, name: str) -> Locator:
        """Find a room, or an invitation to one, in the list by its whole name."""
        exactly = re.compile(rf"^{re.escape(name)}$")
        return self.page.locator(".RoomList li").filter(
            has=self.page.locator(".name").filter(has_text=exactly)
        )

    async def opens(self, name: str) -> None:
        """Click on a room in the list, as soon as it is there and the only one of its name."""
        await self.room(name).click()
        await expect(self.page.locator(".RoomHeader h2")).to_have_text(name)

    async def accepts(self, name: str) -> None:
        """Open an invitation as soon as it is there, accept it, and wait until the room shows."""
        await self.opens(name)
        await self.accepts_this()

    async def accepts_this(self) -> None:
        """Accept the open invitation, and wait until the room shows."""
        await self.page.get_by_role("button", name="Accept").click()
        await expect(self.page.locator(".RoomView")).to_be_visible()

    async def rejects(self, name: str) -> None:
        """Open an invitation as soon as it is there, reject it, and wait until it is gone."""
        await self.opens(name)
        await self.page.get_by_role("button", name="Reject").click()
        await expect(self.room(name)).to_have_count(0)

    async def begins_to_talk_with(self, name: str) -> None:
        """Find somebody among the people of the open room, and open a direct room with them."""
        await self.page.get_by_role("button", name="Room options").click()
        await self.page.get_by_role("button", name="Room details").click()
        await self.page.get_by_role("button", name="People").click()
        await self.page.locator(".MemberTileView").get_by_text(name, exact=True).click()
        await self.page.get_by_role("button", name="Open direct message").click()
        # Hydrogen opens the room under its provisional id, and where the homeserver was quicker,
        # says that there is no such room. In the list it gets its real id, which begins with "!".
        # They may have invited us to a room of their own by then; "!" is an invitation's badge.
        begun = self.room(name).filter(has_not_text="!")
        await begun.locator('a[href*="room/!"]').click()
        await expect(self.composer).to_be_visible()

    # ------------------------------------------------------------------------------ what is said

    @property
    def composer(self) -> Locator:
        """Where one writes; absent where one may not."""
        return self.page.locator(".MessageComposer textarea")

    async def says(self, words: str) -> None:
        """Write something into the open room, and wait until the homeserver has it."""
        await self.composer.fill(words)
        async with self._sending():
            await self.composer.press("Enter")

    def message(self, words: str) -> Locator:
        """Find the newest message in the open room that holds these words."""
        return self.page.locator(".Timeline_message").filter(has_text=words).last

    async def reads(self, words: str) -> str:
        """Wait until a message with these words is on the screen, and give all that it says."""
        body = self.message(words).locator(".Timeline_messageBody").last
        await expect(body).to_be_visible()
        time = await body.locator("time").last.inner_text()
        return (await body.inner_text()).removesuffix(time).strip()

    # --------------------------------------------------------------------------------- reactions

    async def clicks(self, emoji: str, *, under: str) -> None:
        """Click a reaction that somebody has put there; a second time takes one's own back."""
        async with self._sending():
            await self._reaction(emoji, under=under).click()

    async def sees_reaction(self, emoji: str, count: int, *, under: str) -> None:
        """Wait until so many people have put an emoji to a message, as the screen counts them."""
        await expect(self._reaction(emoji, under=under)).to_have_text(f"{emoji} {count}")

    async def reacts(self, emoji: str, *, to: str) -> None:
        """Put a reaction of one's own choice, by the menu of a message."""

        async def enter(dialog: Dialog) -> None:
            await dialog.accept(emoji)

        self.page.once("dialog", enter)
        await self.message(to).hover()
        await self.message(to).locator(".Timeline_messageOptions").click()
        async with self._sending():
            await self.page.locator(".quick-reactions button").last.click()

    def _reaction(self, emoji: str, *, under: str) -> Locator:
        buttons = self.message(under).locator(".Timeline_messageReactions button")
        return buttons.filter(has_text=emoji)

    # ------------------------------------------------------------------------------- the network

    @asynccontextmanager
    async def _sending(self) -> AsyncIterator[None]:
        """Wait until the homeserver has taken an event; the screen shows it before that."""

        def is_answer(response: Response) -> bool:
            return response.request.method == "PUT" and _EVENT.search(response.url) is not None

        async with self.page.expect_response(is_answer) as answer:
            yield
        assert (await answer.value).ok
