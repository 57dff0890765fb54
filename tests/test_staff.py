"""The staff's door: a password set once with a printed code, kept as a hash, guessed slowly."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
from pathlib import Path

import pytest
from pages import asked
from streamlit.testing.v1 import AppTest

from corpus.errors import TietosiltaError
from interface.cli import main
from interface.staff_password import Guesses, Password, password_beside

PASSWORD = "kolme hyvää sanaa"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def password(tmp_path: Path) -> Password:
    return Password(tmp_path / "data" / "staff.json", clock=Clock())


def _code(printed: str) -> str:
    found = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", printed)
    assert found, printed
    return found.group()


def test_the_first_password_needs_the_printed_code(
    password: Password, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert password.stamp is None
    assert not password.set_with("", PASSWORD, Guesses())  # before any code was printed
    password.setup_code("fi")
    code = _code(capsys.readouterr().err)
    password.setup_code("fi")
    assert capsys.readouterr().err == ""  # printed once
    assert not password.set_with("AAAAA-AAAAA", PASSWORD, Guesses())
    assert password.set_with(code.lower().replace("-", " "), PASSWORD, Guesses())
    assert password.fits(PASSWORD, Guesses()) and not password.fits("kolme huonoa sanaa", Guesses())
    assert not password.set_with(code, "another password", Guesses())  # it was a one-time code
    file = tmp_path / "data" / "staff.json"
    assert file.stat().st_mode & 0o777 == 0o600
    kept = json.loads(file.read_text())
    salt = bytes.fromhex(kept["salt"])
    costly = hashlib.scrypt(PASSWORD.encode(), salt=salt, n=2**15, r=8, p=3, maxmem=64_000_000, dklen=32)
    assert kept == {"n": 2**15, "r": 8, "p": 3, "salt": salt.hex(), "hash": costly.hex()} and len(salt) == 16
    assert [path.name for path in file.parent.iterdir()] == ["staff.json"]
    file.unlink()
    assert not password.set_with(code, "another password", Guesses())
    password.setup_code("fi")
    assert _code(capsys.readouterr().err) != code


def test_the_printed_code_sets_nothing_once_the_command_has_set_a_password(
    password: Password, capsys: pytest.CaptureFixture[str]
) -> None:
    password.setup_code("fi")
    password.set(PASSWORD)
    assert not password.set_with(_code(capsys.readouterr().err), "another password", Guesses())
    assert password.fits(PASSWORD, Guesses())


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("salasana hyva\u0308 on", "salasana hyv\u00e4 on"),
        ("salasana \uff11\uff12\uff13", "salasana 123"),
        ("\u00e4" * 150, "a\u0308" * 150),
    ],
)
def test_the_same_letters_typed_on_another_keyboard(password: Password, typed: str, again: str) -> None:
    password.set(typed)
    assert password.fits(again, Guesses())


def test_two_passwords_have_two_hashes_and_stamps(password: Password) -> None:
    password.set(PASSWORD)
    first = password.stamp
    password.set(PASSWORD)
    assert password.stamp != first and password.fits(PASSWORD, Guesses())


@pytest.mark.parametrize("bad", ["", "elevenchars", "x" * 201])
def test_short_and_endless_passwords_are_refused(password: Password, bad: str) -> None:
    with pytest.raises(TietosiltaError, match="password_length"):
        password.set(bad)
    assert password.stamp is None


def test_guessing_becomes_slow_and_then_slower(tmp_path: Path) -> None:
    clock, guesses = Clock(), Guesses()
    password = Password(tmp_path / "staff.json", clock=clock, sleep=lambda seconds: None)
    password.set(PASSWORD)
    assert [password.fits("wrong guess", guesses) for _ in range(5)] == [False] * 5
    with pytest.raises(TietosiltaError) as refused:
        password.fits(PASSWORD, guesses)  # the right one has to wait as well
    assert (refused.value.reason, refused.value.detail) == ("password_wait", "31")
    clock.now += 30
    assert not password.fits("wrong guess", guesses)
    clock.now += 59
    with pytest.raises(TietosiltaError):
        password.fits(PASSWORD, guesses)
    clock.now += 1
    assert password.fits(PASSWORD, guesses)
    assert not password.fits("wrong guess", guesses)  # the count began anew: no waiting
    assert password.fits(PASSWORD, guesses)


def test_nobody_waits_for_more_than_a_quarter_of_an_hour(tmp_path: Path) -> None:
    clock, guesses = Clock(), Guesses()
    password = Password(tmp_path / "staff.json", clock=clock, sleep=lambda seconds: None)
    for _ in range(20):
        clock.now += 900
        assert not password.fits("wrong guess", guesses)
    with pytest.raises(TietosiltaError) as refused:
        password.fits("wrong guess", guesses)
    assert refused.value.detail == "901"


def test_guessing_the_code_becomes_slow_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pauses: list[float] = []
    password, guesses = Password(tmp_path / "staff.json", clock=Clock(), sleep=pauses.append), Guesses()
    password.setup_code("fi")
    code = _code(capsys.readouterr().err)
    assert [password.set_with("AAAAA-AAAAA", PASSWORD, guesses) for _ in range(5)] == [False] * 5
    with pytest.raises(TietosiltaError, match="password_wait"):
        password.set_with(code, PASSWORD, guesses)
    for _ in range(2):
        assert not password.set_with("AAAAA-AAAAA", PASSWORD, Guesses())
    assert pauses == [0.0] * 6 + [0.5]
    assert password.set_with(code, PASSWORD, Guesses())


def test_guesses_of_others_delay_the_staff_by_seconds(tmp_path: Path) -> None:
    pauses: list[float] = []
    password = Password(tmp_path / "staff.json", clock=Clock(), sleep=pauses.append)
    password.set(PASSWORD)
    for _ in range(18):  # each in a session of its own
        assert not password.fits("wrong guess", Guesses())
    assert pauses == [0.0] * 6 + [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.0, 5.0]
    assert password.fits(PASSWORD, Guesses())
    assert not password.fits("wrong guess", Guesses())
    assert pauses[18:] == [5.0, 0.0]


@pytest.mark.parametrize("damaged", ["", "{}", "[1]", '{"salt": "00", "hash"', "salasana ä"])
def test_a_damaged_password_file_lets_nobody_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], damaged: str
) -> None:
    file = tmp_path / "staff.json"
    file.write_text(damaged, "utf-8")
    password = Password(file)
    password.setup_code("en")
    assert capsys.readouterr().err == ""
    assert not password.fits("", Guesses()) and not password.set_with("", PASSWORD, Guesses())


def test_the_command_sets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert main(["password", "--index", str(tmp_path / "library.sqlite")]) == 0
    assert password_beside(tmp_path / "library.sqlite").fits(PASSWORD, Guesses())
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    assert main(["password", "--index", str(tmp_path / "library.sqlite")]) == 1
    assert "12–200" in capsys.readouterr().err


def _fields(app: AppTest) -> dict[str, str]:
    return {field.label: field.value for field in app.text_input}


def test_signing_in_and_out_on_the_page(staff_app: AppTest, capsys: pytest.CaptureFixture[str]) -> None:
    app = asked(staff_app, "lang=fi", place="collection")
    code = _code(capsys.readouterr().err)
    assert list(_fields(app)) == ["Kertakäyttöinen koodi", "Uusi salasana", "Uusi salasana uudelleen"]
    for field, value in zip(app.text_input, (code, PASSWORD, "jotain muuta ihan"), strict=True):
        field.set_value(value)
    app.button[0].click().run()
    assert [error.value for error in app.error] == ["Salasanat eivät ole samat\\. Kirjoita ne uudelleen\\."]
    app.text_input[2].set_value(PASSWORD)
    app.button[0].click().run()
    assert not app.exception and app.button(key="sign out").label == "Kirjaudu ulos"
    app.button(key="sign out").click().run()
    assert list(_fields(app)) == ["Salasana"]
    app.text_input[0].set_value("väärä salasana")
    app.button[0].click().run()
    assert [error.value for error in app.error] == ["Salasana on väärä\\."]
    app.text_input[0].set_value(PASSWORD)
    app.button[0].click().run()
    assert app.button(key="sign out").label == "Kirjaudu ulos"


def test_after_five_wrong_passwords_the_right_one_has_to_wait_on_the_page(
    staff_app: AppTest, staff_index: Path
) -> None:
    password_beside(staff_index).set(PASSWORD)
    app = asked(staff_app, "lang=en", place="collection")
    for typed in (*["wrong password"] * 5, PASSWORD):
        app.text_input[0].set_value(typed)
        app.button[0].click().run()
    (told,) = (error.value for error in app.error)
    assert re.fullmatch(r"Too many wrong attempts\\. Wait \d+ s and try again\\.", told)
    assert list(_fields(app)) == ["Password"]


def test_a_new_password_ends_the_sessions_of_the_old_one(staff_app: AppTest, staff_index: Path) -> None:
    password = password_beside(staff_index)
    password.set(PASSWORD)
    app = asked(staff_app, "lang=en", place="collection")
    app.text_input[0].set_value(PASSWORD)
    app.button[0].click().run()
    assert app.button(key="sign out").label == "Sign out"
    password.set("another good password")
    app.run()
    assert list(_fields(app)) == ["Password"]


def test_a_configured_provider_takes_the_place_of_the_password(
    staff_app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interface.staff.find_spec", lambda name: object())
    staff_app.secrets["auth"] = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 32}
    app = asked(staff_app, "lang=sv", place="collection")
    assert _fields(app) == {} and app.button(key="sign in").label == "Logga in"
