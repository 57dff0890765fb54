"""What the term base adds to the words of a question: its terms in every language of the index.

The words of an English question find no Finnish passage; the terms do: own contribution is omarahoitus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from index.store import Store
from index.term_base import Named, key_of
from index.words import question_words

Frequencies = Callable[[Iterable[str]], dict[str, int]]
_MATCHES = 1000  # passages that BM25 may score in a language: more common terms are left out
_BEST = 100  # passages that are taken of each language
_LONGEST = 60  # terms of a language: OR over more is slow, and such a question names too much


def carried(
    named: Sequence[Named], question: str, language: str, *, store: Store, frequencies: Frequencies,
    languages: Iterable[str], language_of: Callable[[int], str | None],
) -> dict[int, float]:  # fmt: skip
    """By passage key, how well a passage has the terms of the concepts that ``question`` names: 0 to 1.

    In the question's own language as in others, everyday words left out: what it calls a concept itself would
    else be worth less than its translation. Less where the concepts make up little of the question.
    ``language_of`` a key is None for a passage that may not be found.
    """
    evidence: dict[int, float] = {}
    if not named:
        return evidence
    covered = _covered(named, question, language)
    for target in languages:
        meant = [name for name in named if target != language or not name.concept.everyday]
        found = {
            key: score
            for key, score in _bm25(store, _terms(meant, target), frequencies)
            if language_of(key) == target
        }
        best = max(found.values(), default=0.0)
        evidence |= {key: covered * score / best for key, score in found.items()}
    return evidence


def _covered(named: Sequence[Named], question: str, language: str) -> float:
    """The share of the question's words, everyday words left out, that name concepts."""
    words = {forms[0] for forms in question_words(question, language)}
    naming = {base for name in named for base in key_of(name.words, language)}
    return len(words & naming) / max(len(words), 1)


def _terms(named: Sequence[Named], language: str) -> list[str]:
    """The concepts' terms in ``language`` as base forms, words parted by spaces."""
    terms = (term for name in named for term in name.concept.terms.get(language, ()))
    return list(dict.fromkeys(" ".join(key_of(term, language)) for term in terms))[:_LONGEST]


def _bm25(store: Store, terms: Sequence[str], frequencies: Frequencies) -> list[tuple[int, float]]:
    """BM25 over the terms that are not too common to tell passages apart."""
    words = sorted({word for term in terms for word in term.split()})
    counts = frequencies(words)
    known = [term for term in terms if all(word in counts for word in term.split())]
    budget, chosen = _MATCHES, []
    rarest = {term: min(counts[word] for word in term.split()) for term in known}
    for term in sorted(known, key=rarest.__getitem__):
        budget -= rarest[term]
        if budget < 0:
            break
        chosen.append(term)
    return store.bm25(chosen, limit=_BEST, context_weight=0.6) if chosen else []
