"""The app as people meet it: served, and opened in Debian's Chromium. For tests and pictures."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, expect, sync_playwright

from interface.texts import text

ROOT = Path(__file__).parents[1]
CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 240_000  # milliseconds; the machine may be busy, and the first question waits for the model
PHONE = {"width": 360, "height": 740}
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def served(index: Path, path: str = "") -> Iterator[str]:
    """The address at which the app shows ``index``, which ends with ``path``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "interface.cli", "app", "--index", str(index)]
    command += ["--address", "127.0.0.1", "--port", str(port), "--path", path]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    home = f"http://127.0.0.1:{port}/{path}"
    try:
        _wait(f"{home}_stcore/health", server)
        yield home
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def wait_until_made(page: Page) -> None:
    """Wait until Streamlit has made the whole page: what comes later may move what is above it, or take its place."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)


def sign_in(page: Page, address: str, password: str, *, language: str) -> None:
    """Come in by the staff's door, to the page of the collection."""
    page.goto(f"{address}collection?lang={language}")
    page.get_by_label(text(language, "staff.password"), exact=True).fill(password, timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=text(language, "staff.sign_out"))).to_be_visible(timeout=PATIENCE)


def _wait(address: str, server: subprocess.Popen[bytes], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the app did not start: {address}")
