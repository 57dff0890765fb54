"""The pages: one line each here, a module in ``interface/pages`` and a file of texts in each language.

A page's module has ``show(request, settings)``, which draws what stands between header and footer. Its
place in the address never changes; its name on the screen is ``pages.NAME`` in the visitor's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

import streamlit as st

from interface.address import Request
from interface.escaping import markdown
from interface.texts import text


@dataclass(frozen=True, slots=True)
class Place:
    """A page: from where it is reached, and which fields of a request it uses."""

    name: str
    linked: Literal["menu", "foot", "nowhere"]
    fields: tuple[str, ...] = ()
    home: bool = False

    @property
    def path(self) -> str:
        """The page's part of the address."""
        return "" if self.home else self.name


PLACES = {
    place.name: place
    for place in (
        Place("search", "menu", ("question", "collections", "languages", "versions", "document"), home=True),
        Place("practices", "menu", ("question", "themes", "countries", "regions", "languages", "compared")),
        Place("funding", "menu", ("question", "funds", "themes", "languages", "versions", "compared")),
        Place("network", "menu", ("themes", "countries", "regions")),
        Place("brief", "menu", ("question",)),  # its title
        Place("document", "nowhere", ("document", "at", "part", "question", "compared")),
        Place("collection", "foot"),
        Place("insights", "foot"),
        Place("accessibility", "foot"),
    )
}


def choose(language: str, run: Callable[[Place], None]) -> tuple[Place, st.Page]:
    """The place that the address names, and its page; running the page calls ``run`` with the place."""
    pages = {
        place.name: st.Page(
            partial(run, place),
            title=text(language, f"pages.{place.name}"),
            url_path=place.name,
            default=place.home,
        )
        for place in PLACES.values()
    }
    st.session_state["pages"] = pages
    chosen = st.navigation(list(pages.values()), position="hidden")
    place = next(place for place in PLACES.values() if place.path == chosen.url_path)
    return place, chosen


def show_link(place: str, label: str, request: Request, *, bold: bool = False) -> None:
    """A link to ``place`` as ``request`` has it, opened without leaving the session."""
    pages: Mapping[str, st.Page] = st.session_state["pages"]
    words = markdown(label)
    parameters = request.parameters(PLACES[place].fields)
    st.page_link(pages[place], label=f"**{words}**" if bold else words, query_params=parameters)


def shared(place: str, request: Request, *, kept: bool = False) -> str:
    """The address of ``place`` for others, relative to the app; the basket stays at home unless ``kept``."""
    return request.link(PLACES[place].path, PLACES[place].fields, kept=kept)


def here() -> str:
    """The app's own address, which ends with a slash."""
    address = urlsplit(st.context.url or "")
    first, _, last = address.path.rpartition("/")
    path = first if last in PLACES else address.path.rstrip("/")
    return f"{address.scheme}://{address.netloc}{path}/" if address.netloc else f"{path}/"
