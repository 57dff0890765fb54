"""Words made of verbs, brought together with them: maksaminen, maksettava with maksaa, beviljandet with bevilja.

simplemma has some of them under the verb, others by themselves or under a noun that looks like them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.lemmas import entry

_CASE = "n|a|ä|t|en|an|än|un|yn|na|nä|ksi|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|in|ihin|den|ja|jä|jen"
# Each with the forms of the verb that have the same stem.
_RULES = {
    "fi": (
        # maksaminen
        (re.compile("(.{2,})m(?:inen|ist[aä]|is(?:et|en|een|ten|en[aä]|eksi|ess[aä]|est[aä]|ell[aä]|elle|elt[aä]))"),
         ("vat", "vät", "maan", "mään")),
        (re.compile(f"(.{{2,}}?)tt?[uy](?:i?(?:{_CASE}))?"), ("taan", "tään")),  # maksettu
        (re.compile(f"(.{{2,}}?)ttav[ai](?:{_CASE})?"), ("taan",)),  # maksettava
        (re.compile(f"(.{{2,}}?)ttäv[äi](?:{_CASE})?"), ("tään",)),
        (re.compile("(.{2,}[aeiouyäö])n(?:[uy]t|e(?:e|i)(?:n|t|den|n?[aä]|ksi|ss[aä]|[st]t?[aä]|ll[aä]|lle|lt[aä]|s[ei]+n))"),
         ("a", "ä")),  # päättynyt
    ),
    "sv": ((re.compile("(.{2,})ande(?:[tn]|ts|ns|na|nas)?"), ("a",)),),  # beviljandet
}  # fmt: skip
# Base forms of other words that look like these, and of verbs' forms that are no infinitives.
_OTHERS = re.compile(
    "tapahtuma|toimi|merkittävä|huomattava|luotettava|suorittaa|levittää|toimittaa|sisällyttää"
    "|.*(?:[uy]s|[^m]inen|laatu|katu|hattu|ua|yä|istaa|istää|land|band)"
)
_NO_INFINITIVE = ("ma", "mä", "va", "vä")


@lru_cache(maxsize=1 << 17)
def verb_of(word: str, language: str) -> str | None:
    """The infinitive of the verb of which ``word`` is made, whatever its case; None where there is none."""
    if _OTHERS.fullmatch(entry(word, language) or ""):
        return None
    for pattern, endings in _RULES.get(language, ()):
        if match := pattern.fullmatch(word):
            for ending in endings:
                verb = entry(match[1] + ending, language)
                if verb and len(verb) > 3 and verb[-1] in "aä" and not verb.endswith(_NO_INFINITIVE):
                    return verb
    return None


def is_action(base: str) -> bool:
    """Whether a base form made of a verb names what is done: such nouns are words of their own, too."""
    return base.endswith(("minen", "ande"))
