"""What documents state, once the model is open: fact cards are read out of them by asking."""

from __future__ import annotations

from collections.abc import Sequence

from interface.opening import needs_model
from interface.settings import Settings


def show_facts(settings: Settings, documents: Sequence[str], language: str) -> None:
    """Draw the fact cards of ``documents`` side by side, or say that the model is being opened."""
    library = needs_model(settings, language)
    if library is not None:
        from interface.fact_card_view import show_cards_of  # brings the model's libraries

        show_cards_of(library, documents, language)
