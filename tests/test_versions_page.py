"""Replaced funding guides on the search page: away unless asked for, and then marked in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import index_folder, write_documents
from pages import APP, address, articles, asked
from streamlit.testing.v1 import AppTest

from index.encoder import Encoder
from interface.opening import opening
from interface.settings import read_settings

DOCUMENTS = {
    "funding/opas-2024.md": "---\nlanguage: fi\ntitle: Opas 2024\nsupersedes: opas-2021.md\n---\n# Opas\n\n"
    "Omarahoitus on vähintään 20 prosenttia.\n",
    "funding/opas-2021.md": "---\nlanguage: fi\ntitle: Opas 2021\n---\n# Vanha opas\n\n"
    "Ennen hanke maksoi kuluistaan itse neljänneksen.\n",
}


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("fi", '<b class="ts-status">Korvattu</b> Asiakirjasta on uudempi versio: Opas 2024'),
        ("sv", '<b class="ts-status">Ersatt</b> Det finns en nyare version av dokumentet: Opas 2024'),
        ("en", '<b class="ts-status">Replaced</b> There is a newer version of this document: Opas 2024'),
    ],
)
def test_a_box_brings_replaced_guides_and_they_are_marked(
    language: str, note: str, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_folder(tmp_path / "i.sqlite", write_documents(tmp_path / "documents", DOCUMENTS), encoder)
    monkeypatch.setenv("TIETOSILTA_INDEX", str(tmp_path / "i.sqlite"))
    monkeypatch.chdir(tmp_path)
    opening(read_settings()).result()
    app = asked(AppTest.from_file(str(APP), default_timeout=60), f"q=hankkeen+omarahoitus&lang={language}")
    assert [">Opas 2021<" in article for article in articles(app)] == [False]
    app.checkbox(key="versions").check().run()
    assert address(app)["versions"] == ["all"]
    new, old = articles(app)
    assert ">Opas 2024<" in new and "ts-status" not in new
    assert ">Opas 2021<" in old and note in old
