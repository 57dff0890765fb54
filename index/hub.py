"""A model of sentence_transformers: from a folder, from the local cache, or from the hub where that is allowed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.errors import EncoderProblem

_TIMEOUT = 10  # seconds for the hub to answer
_SHOWN = 160  # characters of what a library says about a model that it cannot read


def full_name(name: str) -> str:
    """``name``, or the whole path where it is a folder: it is to mean the same from wherever it is used."""
    return str(Path(name).resolve()) if Path(name).is_dir() else name


def work_offline() -> None:
    """Keep the hub's client, which reads this when it is imported, from asking the network."""
    os.environ["HF_HUB_OFFLINE"] = "1"


def open_model(kind: Callable[..., Any], name: str, *, network: bool) -> Any:
    """The model called ``name``, of the class ``kind`` of sentence_transformers.

    What is on this machine is not asked for anywhere else. Raises EncoderProblem.
    """
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # reading a file takes seconds
    try:
        return kind(name, device="cpu", local_files_only=True)
    except Exception as error:  # libraries below raise whatever they like for a file they cannot read
        if Path(name).is_dir():
            raise EncoderProblem("broken_model", _in_one_line(name, error)) from error
        if name.startswith((os.sep, ".", "~")):
            raise EncoderProblem("missing_model", name) from error
        if not network:
            raise EncoderProblem("network_off", name) from error
    _ask_hub(name)
    try:
        return kind(name, device="cpu")
    except Exception as error:
        raise EncoderProblem("broken_model", _in_one_line(name, error)) from error


def _in_one_line(name: str, error: Exception) -> str:
    return f"{name}: {' '.join(str(error).split())[:_SHOWN].rstrip('.')}"


def _ask_hub(name: str) -> None:
    """Raise EncoderProblem unless the hub answers and has ``name``: loading would try for minutes."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        HfApi().model_info(name if "/" in name else f"sentence-transformers/{name}", timeout=_TIMEOUT)
    except (HFValidationError, HfHubHTTPError) as error:
        raise EncoderProblem("missing_model", name) from error
    except Exception as error:  # the hub's client has changed its HTTP library, and its errors, before
        raise EncoderProblem("no_connection", name) from error
