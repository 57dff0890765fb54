"""How the pages look beyond Streamlit's theme, and the language that they tell screen readers."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from pathlib import Path

import streamlit as st

STATIC = Path(__file__).with_name("static")
ICON = STATIC / "icon.png"
_SCRIPT = """{
  const [language, name, skip] = %s;
  document.documentElement.lang = language;
  const menu = document.querySelector('.st-key-menu');
  menu?.setAttribute('role', 'navigation');
  menu?.setAttribute('aria-label', name);
  const link = document.querySelector('a[href="#stMain"]');
  if (link && link.textContent !== skip) link.textContent = skip;
}"""
# Streamlit's words for an address without a page are English; they may come after the script ran.
_LOST = """{
  const [title, what, close] = %s;
  const tell = () => {
    const heading = document.querySelector('[data-testid=stDialog] h2');
    const said = heading?.nextElementSibling;
    if (heading?.textContent !== 'Page not found' || said.textContent === what) return;
    heading.textContent = title;
    said.textContent = what;
    document.querySelectorAll('[data-testid=stDialog] button').forEach(one => { one.ariaLabel = close; });
  };
  tell();
  window.tellingLost?.disconnect();
  window.tellingLost = new MutationObserver(tell);
  window.tellingLost.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => window.tellingLost.disconnect(), 10000);
}"""
# Fields come and go after the script ran, so it goes on looking; words that a style sheet writes name no button.
_UPLOADS = """{
  const name = %s;
  const field = '[data-testid=stFileUploaderDropzone]';
  const call = () => document.querySelectorAll(`${field} > span button, ${field} > input`).forEach(
    one => { if (one.ariaLabel !== name) one.ariaLabel = name; }
  );
  call();
  window.namingUploads?.disconnect();
  window.namingUploads = new MutationObserver(call);
  window.namingUploads.observe(document.body, { childList: true, subtree: true });
}"""


def dress(language: str, *, menu: str, skip: str, lost: tuple[str, str, str]) -> None:
    """Put the style sheet on the page; tell its language, what the ``menu`` is called and what ``skip`` skips.

    ``lost`` are the words where an address has no page: heading, sentence, and what the button does.
    """
    st.html(STATIC / "page.css")
    st.html(f"<style>:root {{ --ts-mark: url({mark()}) }}</style>")
    # Streamlit's page always claims to be in English, its containers have no roles, and its link past the
    # menu speaks English: only a script can mend that.
    script = _SCRIPT % json.dumps([language, menu, skip]) + _LOST % json.dumps(lost)
    st.html(f"<i hidden></i><script>{script}</script>", unsafe_allow_javascript=True)


def name_uploads(label: str) -> None:
    """Call the button of file fields ``label``; Streamlit's own words are English, its limit told elsewhere."""
    button = "[data-testid=stFileUploaderDropzone] button [data-testid=stMarkdownContainer]"
    said = json.dumps(label, ensure_ascii=False)
    st.html(
        f"<i hidden></i><style>{button} p, [data-testid=stFileUploaderDropzoneInstructions] {{ display: none }}"
        f"{button}::after {{ content: {said} }}</style><script>{_UPLOADS % said}</script>",
        unsafe_allow_javascript=True,
    )


@cache
def mark() -> str:
    """The mark as an address of its own."""
    return "data:image/svg+xml;base64," + b64encode((STATIC / "mark.svg").read_bytes()).decode()
