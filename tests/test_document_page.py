"""Reading a document: parts, marks, jumps, language versions, similar passages, permanent links."""

from __future__ import annotations

from pages import GUIDE, HOSTILE, address, asked, bodies, links
from streamlit.testing.v1 import AppTest

from assistant.reading import Part
from assistant.references import Reference
from corpus.models import Block, Document, Passage
from interface.document_text import text_html

OWN_SHARE = "Hankkeen omarahoitusosuus on vähintään 20 prosenttia kokonaiskustannuksista."


def _text(app: AppTest) -> list[str]:
    return [body for body in bodies(app) if 'class="ts ts-text"' in body]


def test_a_document_from_the_first_page(app: AppTest) -> None:
    asked(app, "doc=practices/visits.pdf&lang=en", place="document")
    (text,) = _text(app)
    assert GUIDE[0] in text and "<mark" not in text
    assert app.selectbox(key="part").options == ["p. 1", "p. 2"]
    app.button(key="after").click().run()
    assert GUIDE[1] in _text(app)[0]
    assert address(app) == {"doc": ["practices/visits.pdf"], "part": ["2"], "lang": ["en"]}


def test_headings_of_small_sections_in_one_passage_are_headings(app: AppTest) -> None:
    asked(app, "doc=practices/tyovalmennus.md&lang=fi", place="document")
    assert _text(app) == [
        '<div class="ts ts-text" lang="fi"><h2>Mitä</h2>'
        "<p>Kuopiolainen puutarha opettaa työtä vuodeksi ja maksaa siitä palkan alusta asti.</p>"
        "<h2>Resurssit</h2><p>Kaksi valmentajaa ja kasvihuone.</p></div>"
    ]


def test_a_hit_opens_on_its_page_and_is_marked_in_text_and_picture(app: AppTest) -> None:
    asked(app, "q=How+long+does+a+study+visit+last&lang=en&doc=practices/visits.pdf")
    link = links(app, "Read in the document")[0]
    assert link.startswith("document?doc=practices%2Fvisits.pdf&at=") and "A+study+visit+lasts" in link
    asked(app, link.partition("?")[2], place="document")
    (text,) = _text(app)
    assert '<mark class="ts-best">A study visit lasts three days.</mark>' in text.replace(" </mark>", "</mark>")
    (picture,) = app.get("image")
    assert picture.proto.imgs[0].alt.startswith("Page 2 of Guide to study visits with the found passage")


def test_a_quote_is_marked_alone(app: AppTest) -> None:
    """Also where it begins its passage and the question is nearest to another sentence of that."""
    asked(app, "q=Kuka+maksaa+osuuden%3F&lang=fi&doc=funding/omarahoitus.md")
    passage = links(app, "Lue asiakirjassa")[0]
    asked(app, passage.partition("?")[2], place="document")
    assert "Osuuden voi maksaa hakija itse tai kunta.</mark>" in _text(app)[0] and "ts-best" in _text(app)[0]
    start = passage.partition("&at=")[2].partition("-")[0]
    at = f"{start}-{int(start) + len(OWN_SHARE)}~Hankkeen+omarahoitusosuus+on"
    asked(app, f"doc=funding/omarahoitus.md&at={at}&q=Kuka+maksaa+osuuden%3F&lang=fi", place="document")
    assert f"<mark>{OWN_SHARE}</mark>" in _text(app)[0] and "ts-best" not in _text(app)[0]


def test_steps_between_the_places_that_fit(app: AppTest) -> None:
    asked(app, "doc=practices/visits.pdf&lang=en&q=local+transport", place="document")
    steps = [button for button in app.button if str(button.key).startswith("place ")]
    assert [button.label for button in steps] == ["1\\. Page 2"]
    steps[0].click().run()
    assert "The host pays for local transport" in _text(app)[0]
    assert "<mark" in _text(app)[0]
    (place,) = address(app)["at"]
    assert place.partition("~")[2] == "A study visit lasts three days."


def test_places_are_called_by_the_heading_above_their_best_sentence(app: AppTest) -> None:
    asked(app, "doc=practices/tyovalmennus.md&lang=fi&q=valmentajaa+ja+kasvihuone", place="document")
    assert [button.label for button in app.button if str(button.key).startswith("place ")] == ["1\\. Resurssit"]


def test_a_title_that_stands_above_is_not_repeated_in_the_text() -> None:
    text = "Työpaja: tuoli ja pöytä\n\nSe on hyvä.\n\n"
    document = Document("a", "Työpaja – tuoli ja pöytä", "fi", None, text, (Block(0, 23, "heading", 1),))
    passage = Passage("a", 25, 36, text[25:36], "fi", headings=("Työpaja: tuoli ja pöytä",))
    assert text_html(document, Part(0, len(text)), [passage], marked=None, best=None) == (
        '<div class="ts ts-text" lang="fi"><p>Se on hyvä.</p></div>'
    )


def test_steps_to_places_show_a_documents_words_as_they_stand(app: AppTest) -> None:
    asked(app, "doc=practices/hostile.txt&lang=en&q=Which+workshop+repairs+bicycles%3F", place="document")
    steps = [button for button in app.button if str(button.key).startswith("place ")]
    assert HOSTILE.startswith("The <script>alert(1)</script> workshop [")
    assert steps[0].label == (
        "1\\. The \\<script\\>alert\\(1\\)\\</script\\> workshop …"
    )


def test_language_versions_beside_each_other(app: AppTest) -> None:
    asked(app, "doc=funding/omarahoitus.md&lang=fi", place="document")
    app.button_group(key="beside").set_value("funding/egenfinansiering.md").run()
    finnish, swedish = _text(app)
    assert OWN_SHARE in finnish and 'lang="fi"' in finnish
    assert "Projektets egenfinansiering är minst 20 procent" in swedish and 'lang="sv"' in swedish
    assert address(app)["with"] == ["funding/egenfinansiering.md"]


def test_a_permanent_link_finds_a_passage_that_moved(app: AppTest) -> None:
    moved = Reference("funding/omarahoitus.md", 4000, 4076, "Hankkeen omarahoitusosuus on vähintään 20 prosenttia")
    asked(app, f"doc=funding/omarahoitus.md&lang=fi&at={moved.place}", place="document")
    assert f"<mark>{OWN_SHARE}</mark>" in _text(app)[0]
    assert app.info == []
    link = app.get("code")[0].value
    assert "/document?doc=funding%2Fomarahoitus.md&at=56-132~" in link and "Hankkeen+omarahoitusosuus" in link


def test_a_passage_that_is_gone_is_said(app: AppTest) -> None:
    asked(app, "doc=funding/omarahoitus.md&lang=fi&at=4-60~Tätä+ei+ole+enää", place="document")
    assert [note.value for note in app.info] == [
        "Jaettua katkelmaa ei enää ole asiakirjassa. Asiakirja on ehkä muuttunut."
    ]
    assert OWN_SHARE in _text(app)[0]


def test_a_document_that_is_gone_leads_to_the_search(app: AppTest) -> None:
    asked(app, "doc=../../etc/passwd&lang=en&at=4-60~The+host+pays", place="document")
    assert any("The document was not found" in body for body in bodies(app))
    assert links(app, "Search the library") == ["?q=The+host+pays&lang=en"]


def test_the_basket_goes_along_and_can_be_emptied(app: AppTest) -> None:
    asked(app, "q=omarahoitus&lang=fi&doc=funding/omarahoitus.md")
    keep = next(button for button in app.button if button.label == "Lisää koosteeseen")
    keep.click().run()
    (kept,) = address(app)["keep"]
    assert Reference.parse(kept).document == "funding/omarahoitus.md"  # type: ignore[union-attr]
    asked(app, "doc=practices/visits.pdf", place="document")
    assert address(app)["keep"] == [kept] and address(app)["lang"] == ["fi"]
