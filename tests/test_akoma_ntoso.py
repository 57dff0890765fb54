"""Statutes in Akoma Ntoso, the XML of parliaments."""

from __future__ import annotations

from pathlib import Path

from drafts import outline, read_one, reason_of, save

AKOMA_NTOSO = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="statute">
<meta><identification source="#x"><FRBRWork><FRBRname value="757"/></FRBRWork></identification></meta>
<preface><p><docNumber>757/2021</docNumber> <docTitle>Laki hankkeiden rahoittamisesta</docTitle></p></preface>
<preamble><formula name="f"><p>Eduskunnan päätöksen mukaisesti säädetään:</p></formula></preamble>
<body><hcontainer name="statuteBody"><chapter eId="chp_1"><num>1 luku</num><heading>Yleistä</heading>
<section eId="sec_1"><num>1 §</num><heading>Lain <i>tarkoitus</i></heading>
<subsection><content><p>Tässä laissa säädetään <ref href="x">tuesta</ref>.</p></content></subsection>
<subsection><intro><p>Tukea saa:</p></intro>
<paragraph><num>1)</num><content><p>kunta;</p></content></paragraph>
<paragraph><num>2)</num><intro><p>yhteisö, joka:</p></intro>
<subparagraph><num>a)</num><content><p>toimii alueella.</p></content></subparagraph></paragraph>
</subsection></section></chapter>
<hcontainer><content><table><tr><th><p>Tuki</p></th><th><p>Osuus</p></th></tr>
<tr><td><p>ESR+</p></td><td><p>75 %</p></td></tr></table></content></hcontainer>
</hcontainer></body></act></akomaNtoso>
"""


def test_akoma_ntoso(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "757-2021-fi.akn", AKOMA_NTOSO))
    assert draft.title == "Laki hankkeiden rahoittamisesta (757/2021)"
    assert outline(draft) == [
        ("h", 1, "Laki hankkeiden rahoittamisesta (757/2021)"),
        ("p", 0, "Eduskunnan päätöksen mukaisesti säädetään:"),
        ("h", 3, "1 luku Yleistä"),
        ("h", 4, "1 § Lain tarkoitus"),
        ("p", 0, "Tässä laissa säädetään tuesta."),
        ("p", 0, "Tukea saa:"),
        ("i", 1, "1) kunta;"),
        ("i", 1, "2) yhteisö, joka:"),
        ("i", 2, "a) toimii alueella."),
        ("r", 0, "Tuki: ESR+ | Osuus: 75 %"),
    ]


def test_other_xml_and_broken_xml(tmp_path: Path) -> None:
    assert reason_of(save(tmp_path, "a.akn", "<html/>")) == ("unsupported", "html")
    assert reason_of(save(tmp_path, "b.akn", AKOMA_NTOSO[:400]))[0] == "broken"
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + AKOMA_NTOSO.split("?>")[1].replace(
        "kunta", "&e;"
    )
    assert "root:" not in read_one(save(tmp_path, "c.akn", entity)).text
