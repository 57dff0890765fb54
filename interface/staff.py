"""The staff's door: reading is open, the pages of the staff ask who comes in.

Where Streamlit's own login (OpenID Connect) stands in ``.streamlit/secrets.toml``, it is used, and
the setting ``staff`` says who of those whom the provider knows is staff. Otherwise there is one
password, and who came in by it stays so in tabs opened or reloaded afterwards (``staff_visits``).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import streamlit as st

from corpus.errors import TietosiltaError
from interface.errors import in_words
from interface.escaping import html, markdown
from interface.settings import Settings
from interface.staff_password import SHORTEST, Guesses, Password, password_beside
from interface.staff_visits import COOKIE, VISITS, picture_for
from interface.texts import text


def admitted(settings: Settings, language: str) -> bool:
    """Whether staff is here. If not, the page asks for it; if so, it offers the way out."""
    if _provider():
        return _by_provider(settings, language)
    password = password_beside(settings.index.resolve())
    visit = st.session_state.get("staff") or VISITS.of(str(st.context.cookies.get(COOKIE, "")))
    if not VISITS.here(visit, password.stamp):
        st.session_state.pop("staff", None)
        _ask(password, settings, language)
        return False
    st.session_state["staff"] = visit
    ticket = st.session_state.pop("staff ticket", None)
    _way_out(language, _leave, picture_for(ticket) if ticket else "")
    return True


def print_setup_code(settings: Settings) -> None:
    """Print the one-time code with which the first password is set, where one is needed."""
    if not _provider():
        password_beside(settings.index.resolve()).setup_code(settings.language)


def _provider() -> bool:
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def _by_provider(settings: Settings, language: str) -> bool:
    if find_spec("authlib") is None:
        st.error(markdown(text(language, "staff.no_authlib")))
        return False
    if not st.user.get("is_logged_in"):
        _heading(language, "provider_what")
        st.button(text(language, "staff.sign_in"), type="primary", key="sign in", on_click=st.login)
        return False
    address = str(st.user.get("email") or "").casefold()
    verified = bool(address) and st.user.get("email_verified") is not False
    domain = "@" + address.rpartition("@")[2]
    allowed = "*" in settings.staff or (verified and bool({address, domain} & set(settings.staff)))
    if not allowed:
        _heading(language, "provider_what")
        st.warning(markdown(text(language, "staff.not_staff", address=address or "–")))
    _way_out(language, st.logout)
    return allowed


def _way_out(language: str, leave: Callable[[], None], picture: str = "") -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        if picture:  # before the button, which stands at the right with it and without it
            st.html(picture, width="content")
        st.button(text(language, "staff.sign_out"), key="sign out", on_click=leave)


def _leave() -> None:
    """Forget that this is staff, in all tabs, and what they had open."""
    if visit := st.session_state.get("staff"):
        visit.end()
    for key in [key for key in st.session_state if str(key).startswith("staff")]:
        del st.session_state[key]


def _heading(language: str, what: str) -> None:
    st.html(
        f'<div class="ts ts-prose"><h1>{html(text(language, "staff.heading"))}</h1>'
        f"<p>{html(text(language, f'staff.{what}'))}</p></div>"
    )


def _ask(password: Password, settings: Settings, language: str) -> None:
    if password.stamp is None:
        password.setup_code(settings.language)
        _first_time(password, language)
        return
    _heading(language, "password_what")
    with st.form("sign in", border=False):
        given = st.text_input(text(language, "staff.password"), type="password", autocomplete="current-password")
        sent = st.form_submit_button(text(language, "staff.sign_in"), type="primary")
    if sent and _told(lambda: password.fits(given, _guesses()), text(language, "staff.wrong"), language):
        _enter(password)


def _first_time(password: Password, language: str) -> None:
    _heading(language, "first_what")
    with st.form("first password", border=False):
        code = st.text_input(text(language, "staff.code"), autocomplete="one-time-code")
        length = text(language, "staff.length", count=SHORTEST)
        first = st.text_input(text(language, "staff.new_password"), type="password", autocomplete="new-password")
        st.html(f'<p class="ts-quiet">{html(length)}</p>')
        again = st.text_input(text(language, "staff.again"), type="password", autocomplete="new-password")
        sent = st.form_submit_button(text(language, "staff.set"), type="primary")
    if not sent:
        return
    if first != again:
        st.error(markdown(in_words(TietosiltaError("password_differs"), language)))
    elif _told(lambda: password.set_with(code, first, _guesses()), text(language, "staff.wrong_code"), language):
        _enter(password)


def _guesses() -> Guesses:
    """The wrong guesses of this session; a page opened anew begins without any."""
    guesses: Guesses = st.session_state.setdefault("guesses", Guesses())
    return guesses


def _told(attempt: Callable[[], bool], wrong: str, language: str) -> bool:
    """Whether ``attempt`` succeeded; if not, the page says why."""
    try:
        if attempt():
            return True
        st.error(markdown(wrong))
    except TietosiltaError as error:
        st.error(markdown(in_words(error, language)))
    return False


def _enter(password: Password) -> None:
    secure = str(st.context.url).startswith("https:")
    st.session_state["staff"], st.session_state["staff ticket"] = VISITS.begin(password.stamp or "", secure=secure)
    st.rerun()
