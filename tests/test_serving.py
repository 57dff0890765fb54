"""`tietosilta app` on one address of the machine and below a path, as behind another web server."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from browser import served


def test_the_pages_stand_below_their_path_and_on_their_address_alone(small_index: Path) -> None:
    with served(small_index, "tieto/silta/") as address:
        assert urlsplit(address).path == "/tieto/silta/"
        with urlopen(address) as answer:
            assert '<div id="root">' in answer.read().decode()
        with pytest.raises(HTTPError, match="404"):
            urlopen(address.removesuffix("tieto/silta/") + "_stcore/health")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", urlsplit(address).port or 0))
