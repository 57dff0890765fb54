"""What the tests share: the real bundled model, opened once, and a small index made with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import chat
import hypothesis
import pages
import pytest
from indexes import copy_index
from streamlit.testing.v1 import AppTest
from web_server import Site, serving

from assistant.collection import Collection
from assistant.search import Library
from corpus.lemmas import keep_dictionaries_in
from index.encoder import BUNDLED, Encoder, load_encoder, name_of
from index.store import Store
from index.sync import Report, sync
from interface.opening import opening
from interface.settings import read_settings
from interface.staff_password import password_beside
from interface.staff_visits import VISITS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# The same examples every time: what fails once fails again. Others: pytest --hypothesis-profile=default
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.load_profile("same")

SHARED = Path(__file__).parents[2] / "shared" / "data"

DOCUMENTS = {
    "funding/omarahoitus.md": (
        "---\ntitle: Omarahoitus ESR+-hankkeessa 2024\ncountry: FI\npublished: 2024-02-01\n---\n"
        "# Omarahoitus ESR+-hankkeessa 2024\n\n## Omarahoituksen määrä\n\n"
        "Hankkeen omarahoitusosuus on vähintään 20 prosenttia kokonaiskustannuksista. "
        "Osuuden voi maksaa hakija itse tai kunta.\n"
    ),
    "funding/hakuaika.md": (
        "# Hakuaika\n\nHakuaika päättyy 15.3.2024 klo 16.15. Myöhässä tullutta hakemusta ei käsitellä.\n"
    ),
    "funding/reko.md": (
        "---\ntitle: Begagnade maskiner\nlanguage: sv\n---\n# Begagnade maskiner\n\n"
        "Inköp av begagnade maskiner kan godkännas om säljaren intygar att de inte har köpts med offentligt stöd.\n"
    ),
    "practices/cooperative-laundry.md": (
        "---\ntitle: A cooperative laundry in Turin\ncountry: IT\nlanguage: en\n---\n"
        "# A cooperative laundry in Turin\n\n"
        "The laundry employs thirty people with disabilities and washes the linen of two hospitals. "
        "The city buys the service with a social clause.\n"
    ),
    "projects/note.txt": "Seminar on circular economy\n\nThe seminar in Kuopio gathered forty recycling workshops.\n",
}


def write_documents(folder: Path, documents: dict[str, str] | None = None) -> Path:
    for name, text in (documents or DOCUMENTS).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def index_folder(path: Path, folder: Path, encoder: Encoder) -> Report:
    """Sync ``folder`` into the index at ``path`` with an encoder that is already open."""
    return sync(path, [folder], encoder=name_of(BUNDLED), open_encoder=lambda: encoder, watch=lambda _: None)


def indexed(home: Path, documents: dict[str, str], encoder: Encoder) -> Path:
    """Write ``documents`` into a folder in ``home`` and index them; gives the index file beside it."""
    path = home / "index.sqlite"
    index_folder(path, write_documents(home / "documents", documents), encoder)
    return path


@pytest.fixture(scope="session", autouse=True)
def kept_dictionaries(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Dictionaries opened once a run, also by the processes that tests start later."""
    keep_dictionaries_in(tmp_path_factory.getbasetemp() / "dictionaries")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of 32 dimensions that knows the words of DOCUMENTS."""
    from tiny_models import write_sentence_transformer

    return write_sentence_transformer(tmp_path_factory.mktemp("other"), DOCUMENTS.values())


@pytest.fixture
def other(other_model: Path) -> Encoder:
    return load_encoder(str(other_model))


@pytest.fixture
def lone_index(tmp_path: Path, encoder: Encoder) -> Path:
    """An index of which the documents are no longer there."""
    index_folder(tmp_path / "i.sqlite", write_documents(tmp_path / "documents"), encoder)
    shutil.rmtree(tmp_path / "documents")
    return tmp_path / "i.sqlite"


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An index over DOCUMENTS; read only."""
    return indexed(tmp_path_factory.mktemp("small"), DOCUMENTS, encoder)


@pytest.fixture(scope="session")
def library(small_index: Path, encoder: Encoder) -> Library:
    return Library(Store(small_index), encoder)


@pytest.fixture(scope="session")
def page_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An index over DOCUMENTS and those of the pages' tests: a hostile one, language versions, a PDF; read only."""
    home = tmp_path_factory.mktemp("page")
    folder = write_documents(home / "documents", DOCUMENTS | pages.DOCUMENTS)
    pages.write_guide(folder / "practices/visits.pdf")
    index_folder(home / "index.sqlite", folder, encoder)
    return home / "index.sqlite"


@pytest.fixture(scope="session")
def chat_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An index of what a language model is to tell of."""
    return indexed(tmp_path_factory.mktemp("chat"), chat.DOCUMENTS, encoder)


@pytest.fixture
def app(page_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The pages over ``page_index``, the model already open."""
    monkeypatch.setenv("TIETOSILTA_INDEX", str(page_index))
    monkeypatch.chdir(page_index.parent)
    opening(read_settings()).result()  # once for all tests: the index is theirs
    return AppTest.from_file(str(pages.APP), default_timeout=60)


@pytest.fixture
def staff_index(tmp_path: Path, small_index: Path) -> Path:
    """A copy of ``small_index`` to be changed, in a folder of its own."""
    path = tmp_path / "library.sqlite"
    copy_index(small_index, path)
    return path


@pytest.fixture
def collection(staff_index: Path, encoder: Encoder) -> Collection:
    return Collection(staff_index, encoder=encoder.name, open_encoder=lambda: encoder)


@pytest.fixture
def staff_app(staff_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The pages over ``staff_index``."""
    monkeypatch.setenv("TIETOSILTA_INDEX", str(staff_index))
    monkeypatch.chdir(staff_index.parent)
    return AppTest.from_file(str(pages.APP), default_timeout=60)


@pytest.fixture
def signed_in(staff_app: AppTest, staff_index: Path) -> AppTest:
    """The pages over ``staff_index``, staff signed in."""
    password_beside(staff_index).set("a password for tests")
    staff_app.session_state["staff"] = VISITS.begin(password_beside(staff_index).stamp or "")[0]
    return staff_app


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on this machine whose pages a test writes."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def served_pages(page_index: Path, browser: Browser) -> Iterator[str]:
    """The address of the app over ``page_index``, for tests in a real browser."""
    from browser import served

    with served(page_index) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; tests that need it skip where it is not installed."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from browser import CHROMIUM, chromium

    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed (apt-get install chromium)")
    with chromium() as browser:
        yield browser


@pytest.fixture
def window() -> dict[str, object]:
    """What ``page`` is opened with: a phone, where a test file says nothing else."""
    from browser import PHONE

    return {"viewport": PHONE}


@pytest.fixture
def page(browser: Browser, window: dict[str, object]) -> Iterator[Page]:
    """An empty page in a browser of its own that speaks Finnish."""
    with browser.new_page(locale="fi-FI", **window) as page:  # type: ignore[arg-type]
        yield page
