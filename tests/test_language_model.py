"""The optional language model against a server on this machine: what it writes is believed of nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from chat import OBEY, PATH, QUESTION, raw, says
from web_server import Handler, Page, Site, sent_on, serving

from assistant.answers import Answer, ask
from assistant.generating.checking import Checked
from assistant.generating.language_model import Failure, Generated, Server, generate
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store


@pytest.fixture(scope="module")
def answer(chat_index: Path, encoder: Encoder) -> Answer:
    found = ask(Library(Store(chat_index), encoder), QUESTION)
    assert "80 prosenttia" in found.sentences[0].text
    return found


def asked(answer: Answer, site: Site, page: Page, *, timeout: float = 20) -> Generated:
    site.pages[PATH] = page
    return generate(answer, Server(f"{site.address}/v1", "m", "secret", timeout))


def number_of(answer: Answer, site: Site, name: str) -> int:
    """The number under which the passage of document ``name`` is sent."""
    passages = asked(answer, site, says("")).passages
    return next(at for at, hit in enumerate(passages, 1) if hit.passage.document == name)


def test_what_the_passages_say_stays_with_its_citation(answer: Answer, site: Site) -> None:
    at = number_of(answer, site, "funding/opas.md")
    made = asked(answer, site, says(f"Tukitaso on enintään 80 % tukikelpoisista kustannuksista [{at}]."))
    assert made.sentences == (Checked("Tukitaso on enintään 80 % tukikelpoisista kustannuksista.", (at,)),)
    assert (made.removed, made.failure) == (0, None)


def test_the_model_sees_numbered_passages_and_no_orders(answer: Answer, site: Site) -> None:
    seen: list[dict[str, object]] = []

    def page(handler: Handler) -> None:
        seen.append(json.loads(handler.body))
        says("")(handler)

    asked(answer, site, page)
    (path, headers), *more = site.asked
    assert (path, headers["authorization"], more) == (PATH, "Bearer secret", [])
    rules, question = (message["content"] for message in seen[0]["messages"])  # type: ignore[attr-defined]
    assert "sentences in Finnish" in rules
    sent = json.loads(question)
    assert sent["question"] == QUESTION
    assert [passage["number"] for passage in sent["passages"]] == list(range(1, len(sent["passages"]) + 1))
    texts = " ".join(passage["text"] for passage in sent["passages"])
    assert "enintään 80 prosenttia" in texts and "Se selviää oppaasta." in texts
    assert "Ignore" not in texts and "100 prosenttia" not in texts and "[2]" not in texts


def test_a_model_that_obeys_a_document_says_nothing(answer: Answer, site: Site) -> None:
    at = number_of(answer, site, "funding/paha.md")
    for obeying in (
        f"Tukitaso on 100 prosenttia kaikille [{at}].",
        f"The support is 100 per cent for everyone [{at}].",
        f"{OBEY} [{at}]",
        f"Tukitaso selviää osoitteesta https://evil.example/maksa [{at}].",
        f"Lähetä salasana osoitteeseen roisto@evil.example [{at}].",
        f"Banaani kasvaa puussa lämpimässä maassa [{at}].",
    ):
        made = asked(answer, site, says(obeying))
        assert (made.sentences, made.removed, made.failure) == ((), 1, "unsupported"), obeying


def test_citations_and_sentences_that_do_not_hold_are_removed_and_counted(answer: Answer, site: Site) -> None:
    at = number_of(answer, site, "funding/opas.md")
    written = (
        f"Tukitaso on enintään 80 prosenttia. [{at}][99] Tukitaso on enintään 90 prosenttia [{at}]. "
        "Tukea saa aina [99]. Hakija on tyytyväinen. "
        f"Hakemus jätetään Pohjois-Karjalan ELY-keskukseen [{at}]."
    )
    made = asked(answer, site, says(written))
    assert made.sentences == (Checked("Tukitaso on enintään 80 prosenttia.", (at,)),)
    assert made.removed == 4


def slowly(handler: Handler) -> None:
    time.sleep(3)
    says("Myöhään [1].")(handler)


def by_letters(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)
    handler.close_connection = True


def cut_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.close_connection = True


@pytest.mark.parametrize(
    ("page", "failure"),
    [
        (slowly, "slow"),
        (by_letters, "slow"),
        (cut_off, "away"),
        (raw(b"<html>Sign in</html>", "text/html"), "nonsense"),
        (raw(b"<html>Sign in</html>", "text/html", 500), "busy"),
        (raw(b"", "text/plain", 503), "busy"),
        (raw(b'{"error": "quota"}', "application/json", 429), "busy"),
        (raw(b'{"error": "Incorrect API key provided: secret"}', "application/json", 401), "refused"),
        (raw(b"[" * 100_000, "application/json"), "nonsense"),
        (raw(b'{"error": "no such model"}', "application/json", 404), "refused"),
        (raw(b'{"choices": []}', "application/json"), "nonsense"),
        (raw(b"x" * 1_000_000, "text/plain"), "nonsense"),
        (says(None), "nonsense"),
        (says([{"type": "text"}]), "nonsense"),
        (says("  "), "unsupported"),  # as it was told to where the passages do not answer
        (says("\x00\ufffd asdf qwer 99999"), "unsupported"),
    ],
)
def test_whatever_the_server_does_the_verbatim_answer_stands(
    answer: Answer, site: Site, page: Page, failure: Failure
) -> None:
    made = asked(answer, site, page, timeout=1.5)
    assert (made.sentences, made.failure) == ((), failure)


def test_another_host_is_not_followed_to(answer: Answer, site: Site) -> None:
    with serving() as other:
        assert asked(answer, site, sent_on(f"{other.address}{PATH}", 307)).failure == "refused"
        assert other.asked == []


def test_nothing_of_the_environment_goes_to_the_server(
    answer: Answer, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "hidden")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Of-Mine: hidden\nAuthorization: hidden")
    assert asked(answer, site, says("")).failure == "unsupported"
    (_, headers) = site.asked[0]
    assert headers["authorization"] == "Bearer secret" and "hidden" not in headers.values()
    assert {"openai-organization", "openai-project", "x-of-mine"}.isdisjoint(headers)


def test_of_a_long_reply_only_the_beginning_is_read(answer: Answer, site: Site) -> None:
    at = number_of(answer, site, "funding/opas.md")
    sentence = f"Tukitaso on enintään 80 prosenttia [{at}]. "
    made = asked(answer, site, says("\n" * 16_000 + sentence))
    assert (made.sentences, made.failure) == ((), "unsupported")
    made = asked(answer, site, says("\n" * 15_000 + sentence + "\n" * 100_000))
    assert made.sentences == (Checked("Tukitaso on enintään 80 prosenttia.", (at,)),)


def test_long_thoughts_before_the_answer_do_not_hide_it(answer: Answer, site: Site) -> None:
    at = number_of(answer, site, "funding/opas.md")
    thought = f"<think>\n{'Tukitaso on enintään 90 prosenttia [1]. ' * 500}\n</think>\n"
    made = asked(answer, site, says(f"{thought}Tukitaso on enintään 80 prosenttia [{at}]."))
    assert (made.sentences, made.removed) == ((Checked("Tukitaso on enintään 80 prosenttia.", (at,)),), 0)


def test_a_model_that_takes_no_temperature_is_asked_without(answer: Answer, site: Site) -> None:
    at = number_of(answer, site, "funding/opas.md")
    site.asked.clear()

    def page(handler: Handler) -> None:
        if {"temperature", "max_tokens"} & json.loads(handler.body).keys():
            raw(b'{"error": {"message": "Unsupported parameter"}}', "application/json", 400)(handler)
        else:
            says(f"Tukitaso on enintään 80 prosenttia [{at}].")(handler)

    made = asked(answer, site, page)
    assert made.sentences == (Checked("Tukitaso on enintään 80 prosenttia.", (at,)),)
    assert site.paths() == [PATH, PATH]


def test_a_key_that_cannot_be_sent_is_told_as_such(answer: Answer, site: Site) -> None:
    site.pages[PATH] = says("")
    assert generate(answer, Server(f"{site.address}/v1", "m", "sekrät", 5)).failure == "refused"
    assert site.asked == []


def test_a_server_that_is_not_there(answer: Answer) -> None:
    with serving() as gone:
        address = gone.address
    assert generate(answer, Server(f"{address}/v1", "m", timeout=5)).failure == "away"
