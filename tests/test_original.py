"""Pictures of pages: no page can end the app, nor keep others from theirs."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pages import asked
from processes import alive
from streamlit.testing.v1 import AppTest

from corpus.guarded import GuardedProcess, Limits
from interface import original, server

PAGE = "doc=practices/visits.pdf&lang=en"
SENTENCE = "The page cannot be shown as a picture. Download the original and open it in your own program."


def leave(path: Path, page: int, **marks: str) -> bytes:
    os._exit(7)


def hang(path: Path, page: int, **marks: str) -> bytes:
    time.sleep(600)
    return b""


@pytest.fixture(autouse=True)
def no_pictures() -> Iterator[None]:
    original.forget_pictures()
    yield
    original.forget_pictures()


def shown(app: AppTest) -> list[str]:
    """What stands in the place of the picture."""
    asked(app, PAGE, place="document")
    assert not app.exception
    return [info.value for info in app.info] + [image.proto.imgs[0].alt for image in app.get("image")]


def test_a_page_that_crashes_leaves_the_app_and_the_next_picture(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hurt:
        hurt.setattr(original, "page_picture", leave)
        assert shown(app) == [SENTENCE]
    assert shown(app) == ["Page 1 of Guide to study visits."]


def test_a_page_that_hangs_is_given_up_once(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as hurt, GuardedProcess(Limits(seconds=1)) as process:
        hurt.setattr(original, "RENDERING", process)
        hurt.setattr(original, "page_picture", hang)
        assert shown(app) == [SENTENCE]
    assert shown(app) == [SENTENCE]  # not tried again at each click
    original.forget_pictures()
    assert shown(app) == ["Page 1 of Guide to study visits."]


@pytest.mark.skipif(sys.platform == "win32", reason="looks for processes in /proc")
def test_the_server_ends_the_process_of_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("read_settings", "print_setup_code", "opening"):
        monkeypatch.setattr(server, name, lambda *_: None)
    worker = original.RENDERING.run(os.getpid)

    async def serve() -> None:
        async with server._warm(server.App(server.DOOR)):
            assert alive(worker)

    with ThreadPoolExecutor(1) as own:  # a browser of other tests has its loop in this thread
        own.submit(asyncio.run, serve()).result()
    assert not alive(worker)
