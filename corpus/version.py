"""Which version of the program this is."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """As it was installed; "0" where it runs from its folder without being."""
    try:
        return metadata.version("tietosilta")
    except metadata.PackageNotFoundError:
        return "0"
