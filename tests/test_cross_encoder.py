"""Question and sentence read together: the reranker that ships, in search, answers, commands and the doctor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tiny_models import write_sentence_transformer

from assistant.answers import ask
from assistant.finding.close_reading import CloseReader
from assistant.search import Library
from corpus.errors import EncoderProblem
from index.cross_encoder import OPENING, QUESTION, SENTENCE, CrossEncoder, Half, question_states
from index.encoder import Encoder, EncoderText
from index.search import Searcher
from index.store import Store
from interface.cli import main
from interface.doctor import examine
from interface.errors import in_words
from interface.settings import Settings

LOAN = "Laina ei ole tukikelpoinen kulu."
PAY = "Palkat maksetaan toteutuneen työajan mukaan."
PASSAGE = EncoderText("Kustannukset", f"{LOAN} {PAY}", ((0, len(LOAN)), (len(LOAN) + 1, len(LOAN) + 1 + len(PAY))))


@pytest.fixture(scope="module")
def model(encoder: Any) -> CrossEncoder:
    return CrossEncoder(encoder.model, encoder.questions)


@pytest.fixture(scope="module")
def closely(small_index: Path, encoder: Encoder) -> Library:
    return Library(Store(small_index), encoder, reader=CloseReader(encoder))


@pytest.mark.parametrize(
    ("question", "right"),
    [("saako hankkeen rahoilla lyhentää lainaa", 0), ("Kan projektet betala tillbaka ett lån?", 0),
     ("on what basis are salaries reimbursed", 1), ("millä perusteella palkat maksetaan", 1)],
)  # fmt: skip
def test_the_sentence_that_answers_has_the_higher_mark(model: CrossEncoder, question: str, right: int) -> None:
    (half,) = model.halves([PASSAGE])
    marks = model.marks(question, [(half, 0), (half, 1)])
    assert marks[right] > marks[1 - right] + 0.5


def test_a_mark_does_not_depend_on_what_is_read_beside_it(model: CrossEncoder) -> None:
    long = EncoderText("Otsikko", "Hakemus jätetään sähköisesti. " * 12, ((0, 29), (30, 359)))
    halves = model.halves([PASSAGE, long, EncoderText("", "Tuki", ((0, 4),))])
    sentences = [(half, number) for half, count in zip(halves, (2, 2, 1), strict=True) for number in range(count)] * 8
    together = model.marks("Mihin hakemus jätetään?", sentences)
    alone = [model.marks("Mihin hakemus jätetään?", [one])[0] for one in sentences[:5]]
    assert together == pytest.approx(alone * 8, abs=0.15)  # bf16 where the processor has it
    assert model.halves([PASSAGE])[0].owner.tolist() == halves[0].owner.tolist()


def test_of_a_passage_the_title_and_one_sentence_are_read() -> None:
    owner = np.array([-1] * 30 + [0] * 60 + [1] * 5)
    half = Half(np.arange(95, dtype=np.float16)[:, None], owner)
    states, opening = half.with_sentence(1)
    assert opening == OPENING and states[:, 0].tolist() == [*range(OPENING), *range(90, 95)]
    states, _ = half.with_sentence(0)
    assert states[OPENING:, 0].tolist() == list(range(30, 30 + SENTENCE))
    assert half.with_sentence(7)[0].tolist() == states.tolist()  # beyond what the model reads
    bare, opening = Half(half.states[:3], np.array([-1, -1, -1])).with_sentence(0)
    assert opening == 3 and bare[:, 0].tolist() == [0, 1, 2]


def test_of_a_long_question_the_beginning_is_read(encoder: Any) -> None:
    short, long = question_states(encoder.questions, ["Kuka?", "kuka voi hakea " * 200])
    assert len(short) < 8 and len(long) == QUESTION


def test_hits_move_by_what_was_read(library: Library, closely: Library) -> None:
    question = "Kan projektet köpa en begagnad maskin?"
    before, after = library.search(question).hits, closely.search(question).hits
    assert {hit.passage for hit in after} == {hit.passage for hit in before}
    assert after[0].document.title == "Begagnade maskiner"
    gains = [hit.shares.reranking for hit in after if hit.shares]
    assert min(gains) == 0.0 and max(gains) > 0.03
    for hit in after:
        assert hit.shares and sum(hit.shares) == pytest.approx(hit.score, abs=1e-5)


def test_an_answer_begins_with_the_sentence_that_reading_prefers(
    library: Library, closely: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Onko omarahoitusosuus vähintään 20 prosenttia, ja voiko hakija maksaa osuuden?"
    wanted = "Osuuden voi maksaa hakija itse tai kunta."
    assert ask(library, question).sentences[0].text != wanted
    asked: list[str] = []

    def marks(asking: str, sentences: Sequence[tuple[int, int]], searcher: Searcher) -> NDArray[np.float32]:
        asked.append(asking)
        found = searcher.store.passages([key for key, _ in sentences])
        texts = [found[key][0].text for key, _ in sentences]
        right = [wanted in text and number == 1 for text, (_, number) in zip(texts, sentences, strict=True)]
        return np.array(right) * np.float32(90)

    monkeypatch.setattr(closely.reader, "marks", marks)
    answer = ask(closely, question)
    assert answer.sentences[0].text == wanted and asked == [question, question]  # for the hits, then for the sentences
    for quote in answer.sentences:
        assert closely.document(quote.document.id).text[quote.start : quote.end] == quote.text
    assert ask(closely, "").declined


def test_passages_and_sentences_are_read_once(
    closely: Library, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, key = CloseReader(encoder), int(closely.searcher.table.keys[0])
    halves, marks = reader._model.halves, reader._model.marks
    passages: list[int] = []
    sentences: list[int] = []
    monkeypatch.setattr(reader._model, "halves", lambda texts: passages.append(len(texts)) or halves(texts))
    monkeypatch.setattr(reader._model, "marks", lambda asked, some: sentences.append(len(some)) or marks(asked, some))
    first, second = reader.marks("Kuka maksaa?", [(key, 0), (key, 1)], closely.searcher)
    again = reader.marks("Kuka maksaa?", [(key, 1), (key, 0), (key, 1)], closely.searcher)
    assert again.tolist() == [second, first, second] and first != second
    assert (passages, sentences) == ([1], [2])
    other = reader.marks("Miten paljon?", [(key, 0)], closely.searcher)
    assert other[0] != first and (passages, sentences) == ([1], [2, 1])
    monkeypatch.setattr("assistant.finding.close_reading._KEPT", 0)
    reader.marks("Milloin?", [(key, 0)], closely.searcher)
    assert not reader._halves and passages == [1]


def test_the_command_and_the_doctor_know_it(small_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["search", "Kuka maksaa omarahoituksen?", "--index", str(small_index), "--rerank", "bundled", "--json"]
    assert main([*command, "--explain"]) == 0
    said = capsys.readouterr()
    assert max(hit["explain"]["reranking"] for hit in json.loads(said.out)["hits"]) > 0 and said.err == ""
    assert main(["ask", "Kuinka suuri on omarahoitusosuus?", *command[2:]]) == 0
    marked = json.loads(capsys.readouterr().out)["sentences"][0]
    assert marked["quote"].startswith("Hankkeen omarahoitusosuus on vähintään 20 prosenttia")
    settings = Settings(small_index, "", "en", False, rerank="bundled")
    assert (True, "The reranking model bundled can be opened.") in list(examine(settings))
    away = Settings(small_index, "nobody/none", "en", False, rerank="bundled")
    assert not any("reranking" in sentence for _, sentence in examine(away))  # the model itself is what is missing


def test_an_index_of_another_model_is_searched_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = str(write_sentence_transformer(tmp_path / "model", ["a laundry employs thirty people"]))
    (tmp_path / "a.md").write_text("# Laundry\n\nA laundry employs thirty people.\n", "utf-8")
    index = ["--index", str(tmp_path / "index.sqlite")]
    assert main(["index", *index, "--model", other, str(tmp_path)]) == 0
    assert main(["search", "laundry", *index, "--rerank", "bundled"]) == 0
    said = capsys.readouterr()
    assert "thirty people" in said.out
    assert "works only with a library made with the search model" in said.err
    assert said.err.strip().endswith("change the library's model with tietosilta index --model bundled.")


def test_a_reader_follows_the_model_of_its_index(tmp_path: Path) -> None:
    other = str(write_sentence_transformer(tmp_path / "model", ["a laundry employs thirty people"]))
    (tmp_path / "a.md").write_text("# Laundry\n\nA laundry employs thirty people.\n", "utf-8")
    index = tmp_path / "index.sqlite"
    assert main(["index", "--index", str(index), "--model", other, str(tmp_path / "a.md")]) == 0
    library = Library.open(index, rerank="bundled")
    assert library.reader and library.reader.problem
    assert main(["index", "--index", str(index), "--model", "bundled"]) == 0
    assert library.search("Who works there?").hits and not library.reader.problem


def test_a_broken_file_is_told(encoder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.npz").write_bytes(b"PK")
    np.savez(tmp_path / "empty.npz")
    for name in ("broken.npz", "empty.npz", "none.npz"):
        with pytest.raises(EncoderProblem, match=name):
            CrossEncoder(encoder.model, encoder.questions, tmp_path / name)
    monkeypatch.setattr(CrossEncoder.__init__, "__defaults__", (tmp_path / "broken.npz",))
    reader = CloseReader(encoder)
    assert reader.problem and in_words(reader.problem, "en").startswith("The search model cannot be read: broken.npz")
