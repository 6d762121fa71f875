"""Pictures of the demo house, for whoever changes its looks and for the README: what `bin/screens` does."""

import argparse
import base64
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import Any

from guildhouse.testing.browser import CHROMIUM, FLAGS
from guildhouse.testing.shots import README, SHOTS, Shot
from guildhouse.testing.site import GUILDHOUSE, environment_for, serving

ROOT = Path(__file__).parents[3]
KEPT = ROOT / "docs" / "screens"
THEMES = ("light", "dark")
WIDTHS = {360: 780, 1280: 900}
WEBP_QUALITY = 82


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures asked for and answer the exit code."""
    options = _options(arguments)
    # However it ends, the house it opened is closed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not CHROMIUM.exists():
        print(
            f"bin/screens: there is no Chromium at {CHROMIUM}; on Debian `apt-get install chromium` brings it."
        )
        return 2
    try:
        with _house(options) as url:
            return _take_all(url, options)
    except KeyboardInterrupt:
        return 130


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/screens", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help="only pages whose name holds one of these")
    parser.add_argument("--list", action="store_true", help="only say the names of the pages")
    parser.add_argument("--readme", action="store_true", help="remake the pictures in docs/screens instead")
    parser.add_argument(
        "--into", type=Path, default=ROOT / "build" / "screens", help="build/screens when not given"
    )
    parser.add_argument(
        "--data", type=Path, help="a folder in which the demo house is kept for the next time"
    )
    parser.add_argument("--at", metavar="URL", help="a demo house that is open already")
    options = parser.parse_args(arguments)
    options.shots = README if options.readme else _chosen(options.words)
    if options.list:
        print("\n".join(shot.name for shot in SHOTS))
        sys.exit(0)
    return options


def _chosen(words: list[str]) -> tuple[Shot, ...]:
    return tuple(shot for shot in SHOTS if not words or any(word in shot.name for word in words))


@contextmanager
def _house(options: argparse.Namespace) -> Iterator[str]:
    """The address of an open demo house, made for the occasion when none is given."""
    if options.at:
        yield options.at.rstrip("/")
        return
    kept = (
        nullcontext(options.data)
        if options.data
        else tempfile.TemporaryDirectory(prefix="guildhouse-screens-")
    )
    with kept as folder:
        data = Path(folder).absolute()
        data.mkdir(parents=True, exist_ok=True)
        quiet = {"GUILDHOUSE_SQLITE_SYNCHRONOUS": "NORMAL", "GUILDHOUSE_LOG_LEVEL": "ERROR"}
        for step in (["migrate"], ["demo", "--if-empty"]):
            subprocess.run([GUILDHOUSE, *step], env=environment_for(data, **quiet), cwd=data, check=True)
        with serving(data, **quiet) as live:
            try:
                yield live.url
            finally:
                if live.process.poll() is not None and live.process.stdout:
                    print(f"The house closed by itself:\n{live.process.stdout.read()}")


def _take_all(url: str, options: argparse.Namespace) -> int:
    from playwright.sync_api import sync_playwright

    take = _for_readme if options.readme else _every_way
    found: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for who, shots in groupby(
            sorted(options.shots, key=lambda shot: shot.who), key=lambda shot: shot.who
        ):
            context = browser.new_context(
                base_url=url,
                locale="en-GB",
                timezone_id="Europe/Rome",
                reduced_motion="reduce",
                device_scale_factor=2 if options.readme else 1,
            )
            page = context.new_page()
            page.set_default_timeout(15_000)
            _come_in(page, who)
            for shot in shots:
                found += take(page, shot, options.into)
            context.close()
        browser.close()
    print(*found, sep="\n")
    print(f"{len(options.shots)} pages, {len(found)} complaints.")
    return 1 if found else 0


def _come_in(page: Any, who: str) -> None:
    if who:
        page.goto("/demo/")
        page.get_by_role("button", name=who).click()
        page.wait_for_url("**/today/")


def _open(page: Any, shot: Shot) -> list[str]:
    """Go to the page, and answer what is wrong with how it answers."""
    answer = page.goto(shot.path)
    if shot.link:
        link = page.get_by_role("link", name=shot.link).first
        if not link.count():
            return [f"{shot.name}: no link “{shot.link}” on {shot.path}"]
        answer = page.goto(link.get_attribute("href").partition("#")[0] + shot.then)
    page.wait_for_load_state("networkidle")
    return [] if answer.status == shot.status else [f"{shot.name}: {page.url} answers {answer.status}"]


def _every_way(page: Any, shot: Shot, into: Path) -> list[str]:
    into.mkdir(parents=True, exist_ok=True)
    complaints = _open(page, shot)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            complaints.append(f"{shot.name}: {over} pixels too wide at {width}")
        # A window as high as the page, so that what sticks to its edge hides nothing in the middle.
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(whole, height)})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=into / f"{shot.name}-{width}-{theme}.png")
    return complaints


def _for_readme(page: Any, shot: Shot, into: Path) -> list[str]:
    """What a window shows: small enough to be kept with the source, and as it was to look at."""
    page.set_viewport_size({"width": shot.width, "height": shot.height})
    page.emulate_media(color_scheme=shot.theme)
    complaints = _open(page, shot)
    # Playwright writes PNG and JPEG; Chromium itself can write the smaller WebP.
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": WEBP_QUALITY})
    for folder in (KEPT, into):
        folder.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{shot.name}.webp").write_bytes(base64.b64decode(taken["data"]))
    page.screenshot(path=into / f"readme-{shot.name}.png")
    return complaints


if __name__ == "__main__":
    sys.exit(main())
