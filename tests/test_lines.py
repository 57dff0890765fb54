"""Structure of text that has only lines, as statutes have: headings, items, wrapped paragraphs; its encoding."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from drafts import outline, read_one, save
from hypothesis import given
from hypothesis import strategies as st

from corpus.draft import Draft
from corpus.readers.lines import add_lines, unwrapped
from corpus.readers.text import decode

DATA = Path(__file__).parents[2] / "shared" / "data"
STATUTE = """Laki kokeilusta (756/2021)

1 luku Yleistä

1 § Lain tarkoitus
Tässä laissa säädetään kokeilusta. Tuen saamisesta säädetään 12 §:ssä.

2 a § Edellytykset
Tukea voidaan myöntää:
1) kunnalle;
2) yhdistykselle, jos:
a) se on rekisteröity; ja
b) sillä on säännöt;
3) säätiölle.
Edellä 1 momentissa säädetty ei koske:
12 §:n 2 momentissa tarkoitettua tukea.

3 § Tätä pykälää sovelletaan kaikkiin hakijoihin.
"""


def test_statute(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "laki.txt", STATUTE))
    assert draft.title == "Laki kokeilusta (756/2021)"
    assert outline(draft) == [
        ("h", 1, "Laki kokeilusta (756/2021)"),
        ("h", 3, "1 luku Yleistä"),
        ("h", 4, "1 § Lain tarkoitus"),
        ("p", 0, "Tässä laissa säädetään kokeilusta. Tuen saamisesta säädetään 12 §:ssä."),
        ("h", 4, "2 a § Edellytykset"),
        ("p", 0, "Tukea voidaan myöntää:"),
        ("i", 1, "1) kunnalle;"),
        ("i", 1, "2) yhdistykselle, jos:"),
        ("i", 2, "a) se on rekisteröity; ja"),
        ("i", 2, "b) sillä on säännöt;"),
        ("i", 1, "3) säätiölle."),
        ("p", 0, "Edellä 1 momentissa säädetty ei koske:"),
        ("p", 0, "12 §:n 2 momentissa tarkoitettua tukea."),
        ("h", 4, "3 §"),
        ("p", 0, "Tätä pykälää sovelletaan kaikkiin hakijoihin."),
    ]


@pytest.mark.parametrize("name", ["2021-0756_fi", "2021-0756_sv"])
def test_every_section_of_a_real_statute_is_a_heading(name: str) -> None:
    path = DATA / "documents" / "finlex_statutes_fi_sv" / f"{name}.txt"
    if not path.exists():
        pytest.skip("the shared statutes are not on this machine")
    headings = [text for kind, _, text in outline(read_one(path)) if kind == "h"]
    assert [int(text.split()[0]) for text in headings[1:]] == list(range(1, 47))


def test_section_number_above_its_title() -> None:
    draft = Draft()
    add_lines(draft, "12 §\nMaksatus\nMaksatusta haetaan erikseen.\n13 §\nHakija ilmoittaa\n1) nimen;")
    assert outline(draft) == [
        ("h", 4, "12 § Maksatus"),
        ("p", 0, "Maksatusta haetaan erikseen."),
        ("h", 4, "13 §"),
        ("p", 0, "Hakija ilmoittaa"),
        ("i", 1, "1) nimen;"),
    ]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Article 5 Partnership", 4),
        ("Artikel 3", 4),
        ("5 artikla Kumppanuus", 4),
        ("1 kap. Inledande bestämmelser", 3),
        ("Chapter II", 3),
        ("Liite 1 Tukikelpoiset kustannukset", 2),
        ("YLEISET EHDOT", 2),
        ("## Hakuaika", 2),
        ("14 § Återkrav", 4),
    ],
)
def test_heading_lines(line: str, level: int) -> None:
    draft = Draft()
    add_lines(draft, f"Alku on tässä.\n{line}\nJatko on tässä.")
    assert outline(draft)[1] == ("h", level, line.lstrip("# "))


@pytest.mark.parametrize(
    "line",
    [
        "Artikel 3 i lagen gäller inte dem som avses i 2 mom.",
        "12 §:ssä säädetään tuesta.",
        "5 § 2 mom. tillämpas.",
        "Part of the support is paid later.",
        "31. joulukuuta 2024 mennessä haetaan maksatusta.",
        "EU",
    ],
)
def test_lines_that_only_look_like_headings_or_items(line: str) -> None:
    draft = Draft()
    add_lines(draft, f"Alku on tässä.\n{line}\nJatko on tässä.")
    assert outline(draft)[1] == ("p", 0, line)


def test_outline_numbers_are_headings_and_numbered_lists_are_not() -> None:
    draft = Draft()
    add_lines(draft, "2.3 Hakuaika\n\nHaku on auki.\n\n1. Täytä lomake\n\n2. Lähetä lomake\n")
    assert [kind + str(level) for kind, level, _ in outline(draft)] == ["h3", "p0", "i1", "i1"]


def test_dash_of_a_reply_is_no_list() -> None:
    draft = Draft()
    add_lines(draft, "Hon förklarade läget.\n– Det här är viktigt, säger hon.")
    assert outline(draft)[1] == ("p", 0, "– Det här är viktigt, säger hon.")


def test_wrapped_text_is_joined_and_hyphenation_undone(tmp_path: Path) -> None:
    text = """Hankeopas

Tämä opas kertoo miten rahoitusta haetaan ja mitä hakijan on hyvä tie-
tää ennen kuin hakemus lähetetään. Opas on tarkoitettu kaikille EU-
rahoituksesta kiinnostuneille.

Liitteet:
– budjetti, josta selviävät kaikki hankkeen kustannukset ja se kuka ne
maksaa
– aiesopimus
"""
    assert outline(read_one(save(tmp_path, "opas.txt", text))) == [
        ("h", 1, "Hankeopas"),
        (
            "p",
            0,
            "Tämä opas kertoo miten rahoitusta haetaan ja mitä hakijan on hyvä tietää ennen kuin hakemus "
            "lähetetään. Opas on tarkoitettu kaikille EU-rahoituksesta kiinnostuneille.",
        ),
        ("p", 0, "Liitteet:"),
        ("i", 1, "– budjetti, josta selviävät kaikki hankkeen kustannukset ja se kuka ne maksaa"),
        ("i", 1, "– aiesopimus"),
    ]


@pytest.mark.parametrize(
    ("end", "beginning", "joined"),
    [("rahoi-", "tus", "rahoitus"), ("EU-", "rahoitus", "EU-rahoitus"), ("haku", "on", "haku on")],
)
def test_broken_lines_are_joined(end: str, beginning: str, joined: str) -> None:
    lines = ["Tämä rivi täyttää palstan koko leveydeltä, jotta se katkeaa näin"] * 4
    lines = [*lines, f"{'Tämän rivin lopussa on sana, joka jatkuu seuraavalla: ':<58}{end}", beginning]
    assert unwrapped(lines)[-1].endswith(f"seuraavalla:     {joined}")


@given(st.text(max_size=400))
def test_any_text_can_be_read_and_keeps_its_words(text: str) -> None:
    draft = Draft()
    add_lines(draft, text)
    assert all(draft.text[block.start : block.end].strip() for block in draft.blocks)
    parted = [unicodedata.normalize("NFD", one) for one in (text, draft.text)]
    before, after = ([char for char in one if char.isalpha()] for one in parted)
    assert after == before


def test_encodings() -> None:
    assert decode("Käytäntö – 5 €".encode("cp1252")) == "Käytäntö – 5 €"
    assert decode("Hyvä".encode("latin-1")) == "Hyvä"
    assert decode("\ufeffHyvä".encode()) == "Hyvä"
    assert decode("Hyvä".encode("utf-16")) == "Hyvä"
    polish = "Zażółć gęślą jaźń, a następnie złóż wniosek o dofinansowanie projektu społecznego. " * 20
    assert decode(polish.encode("cp1250")) == polish


@pytest.mark.parametrize("damage", [b"\xe4 loppu", "ä".encode()[:1]])
def test_a_byte_that_is_no_letter_costs_no_other(damage: bytes) -> None:
    assert decode("Työllistää öljyä: ".encode() + damage).startswith("Työllistää öljyä: ")
