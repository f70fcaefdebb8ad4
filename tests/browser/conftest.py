"""A browser, Hydrogen on loopback, and a congregation with the real service beside a real homeserver.

Everything is started once and shared. What is on the screen of each person when a test ends, and
whatever the test has photographed, is in `build/screenshots`. The picture in the README is
`an-answer.png` from there, copied to `docs/images`.
"""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final, TypeAlias

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Error, async_playwright

from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.member import Member
from appservice.demo.synapse import Synapse
from tests.browser.hydrogen import PATIENCE_MS, Hydrogen
from tests.live.service import RunningService
from tests.live.village import Village, found

LogIn: TypeAlias = Callable[[Member], Awaitable[Hydrogen]]
"""Opens a window of their own for somebody, and logs them in."""

BUILD: Final = Path(__file__).parents[2] / "build"

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_FLAGS: Final = (
    "--disable-gpu",
    "--disable-quic",
    # No test reaches out, and no browser either: to it, there is nothing but loopback.
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {LOOPBACK}",
)


@pytest.fixture(scope="session")
def album() -> Path:
    """Where photographs go; those of earlier runs are gone."""
    folder = BUILD / "screenshots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def hydrogen_url() -> AsyncIterator[str]:
    """Hydrogen as `make test-browser` has bundled it."""
    site = BUILD / "hydrogen" / "site"

    async def index(_: web.Request) -> web.FileResponse:
        return web.FileResponse(site / "index.html")

    app = web.Application()
    app.router.add_get("/", index)
    app.router.add_static("/", site)
    runner = web.AppRunner(app)
    await runner.setup()
    port = reserve_loopback_port()
    await web.TCPSite(runner, LOOPBACK, port).start()
    yield f"http://{LOOPBACK}:{port}/"
    await runner.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser of this machine."""
    executable = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if executable is None:
        pytest.fail(
            f"This machine has none of {', '.join(_BROWSERS)}. On Debian: apt-get install "
            "chromium fonts-noto-color-emoji"
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=_FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def harbourlight(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Village]:
    """A congregation that tests share: its calls need names of their own."""
    directory = tmp_path_factory.mktemp("harbourlight")
    homeserver = Synapse(directory=directory / "homeserver")
    # Hydrogen's direct messages are always encrypted: what a service says that holds no keys.
    settings = {"encryption": "off"}
    async with RunningService.beside(
        homeserver, directory=directory / "microsol", settings=settings
    ) as service:
        yield await found(service, people=("Bo", "Cleo"))


@pytest_asyncio.fixture(loop_scope="session")
async def log_in(
    request: pytest.FixtureRequest, chromium: Browser, hydrogen_url: str, album: Path
) -> AsyncIterator[LogIn]:
    """Lets people log in; at the end of the test their windows are photographed and closed."""
    windows: list[Hydrogen] = []
    stumbles: list[Error] = []

    def stumbled(error: Error) -> None:
        stumbles.append(error)

    async def open_window(member: Member) -> Hydrogen:
        context = await chromium.new_context(
            viewport={"width": 1080, "height": 640}, locale="en-GB", timezone_id="Europe/London"
        )
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", stumbled)
        await page.goto(hydrogen_url)
        windows.append(window := Hydrogen(page, member, album))
        await window.log_in()
        return window

    yield open_window
    for number, window in enumerate(windows, start=1):
        await window.photograph(f"{request.node.name}-{number}-at-the-end")
        await window.page.context.close()
    assert stumbles == [], "Hydrogen itself stumbled"
