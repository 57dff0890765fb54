"""Check every label of ``questions.jsonl`` against the documents, and count the questions.

Run ``python benchmarks/questions/check.py``; exit code 1 when a label does not hold.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2

from corpus.draft import tidy

HERE = Path(__file__).parent
DOCUMENTS = HERE.parents[2] / "shared" / "data" / "documents"
MOST_WORDS = 6  # of third-party text in one label
KEYS = {"id", "lang", "cross", "kind", "question", "answers", "split"}
LANGUAGES = {
    "cpr_2021_1060_and_fse_guides_fr": "fr",
    "nl_esf_interreg_regulations_md": "nl",
    "se_government_esf_md": "sv",
}
GERMAN_LISTS = ("914_Projektliste", "Bremen_", "Hessen_")
FIRST_LATER = 67  # from here on the questions were written after the first weights


def read_questions(file: Path = HERE / "questions.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def language_of(document: str) -> str:
    """The language of a labelled document, which its folder or file name tells."""
    folder, name = document.split("/", 1)
    if folder in LANGUAGES:
        return LANGUAGES[folder]
    if folder == "esif_reports_and_beneficiary_lists":
        return "de" if name.startswith(GERMAN_LISTS) else "en"
    return Path(name).stem.rsplit("_", 1)[1]


def split_of(question_id: str) -> str:
    """Half to tune on, half held out, by the id alone, so that nobody chooses; the later ones are all held out."""
    if int(question_id.removeprefix("q")) >= FIRST_LATER:
        return "held"
    return "tune" if int(sha256(question_id.encode()).hexdigest()[0], 16) < 8 else "held"


@cache
def pages_in(file: Path) -> int:
    with pypdfium2.PdfDocument(file) as pdf:
        return len(pdf)


@cache
def lines_of(file: Path) -> tuple[str, ...]:
    return tuple(tidy(line) for line in file.read_text(encoding="utf-8").splitlines())


def faults_of_answer(answer: dict[str, Any], documents: Path) -> Iterator[str]:
    file = documents / answer["document"]
    if not file.is_file():
        yield "no such document"
        return
    if file.suffix == ".pdf":
        if set(answer) != {"document", "page"} or not 1 <= answer["page"] <= pages_in(file):
            yield f"a PDF needs a page from 1 to {pages_in(file)}"
        return
    section, contains = answer.get("section"), answer.get("contains")
    if section is None and contains is None:
        yield "text needs a section or a phrase"
    if section is not None and sum(is_section(line, section) for line in lines_of(file)) != 1:
        yield f"not the beginning of exactly one heading: {section}"
    if contains is not None and tidy(" ".join(lines_of(file))).count(contains) != 1:
        yield f"does not occur exactly once: {contains}"
    if any(len(text.split()) > MOST_WORDS for text in (section, contains) if text):
        yield f"more than {MOST_WORDS} words of the document"


def is_section(line: str, label: str) -> bool:
    """Whether ``line`` is the heading ``label``, written out or cut after a whole word."""
    return f"{line.lstrip('# ')} ".startswith(f"{label} ")


def faults_of_question(question: dict[str, Any], documents: Path) -> Iterator[str]:
    if set(question) != KEYS or not question["answers"]:
        yield "wrong keys or no answers"
        return
    if question["split"] != split_of(question["id"]):
        yield "wrong split"
    languages = {language_of(answer["document"]) for answer in question["answers"]}
    if question["cross"] != (question["lang"] not in languages):
        yield f"cross does not agree with answers in {sorted(languages)}"
    for answer in question["answers"]:
        for fault in faults_of_answer(answer, documents):
            yield f"{answer['document']}: {fault}"


def counts(questions: list[dict[str, Any]]) -> Iterator[str]:
    """One line a count; a question with answers in two folders counts in both."""
    yield f"{len(questions)} questions, {sum(question['cross'] for question in questions)} across languages"
    for key in ("lang", "kind", "split"):
        yield f"{key}: {dict(Counter(question[key] for question in questions).most_common())}"
    across = Counter(question["lang"] for question in questions if question["cross"])
    yield f"across languages, by lang: {dict(across.most_common())}"
    folders = Counter(
        folder
        for question in questions
        for folder in {answer["document"].split("/", 1)[0] for answer in question["answers"]}
    )
    yield from (f"{folder}: {count}" for folder, count in folders.most_common())


def main() -> int:
    questions = read_questions()
    print(*counts(questions), sep="\n")
    if not DOCUMENTS.is_dir():
        print(f"The labels were not checked: the documents are not at {DOCUMENTS}.")
        return 0
    ids = Counter(question["id"] for question in questions)
    faults = [f"{name}: repeated id" for name, count in ids.items() if count > 1]
    for question in questions:
        faults += [f"{question['id']}: {fault}" for fault in faults_of_question(question, DOCUMENTS)]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(faults)} faults in {sum(len(question['answers']) for question in questions)} labels")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
