"""``tietosilta translate``: install translation models, from their makers or a folder, and list them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant.translating.translator import Pair, engine_installed, installed_pairs
from corpus.errors import TranslationProblem
from interface.arguments import language_code, with_index
from interface.progress import note
from interface.settings import Settings
from interface.texts import text


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """The command's actions and their arguments."""
    actions = command.add_subparsers(required=True, metavar="ACTION")

    def action(name: str) -> argparse.ArgumentParser:
        words = say(f"translate_{name}")
        parser: argparse.ArgumentParser = actions.add_parser(
            name, parents=[with_index(say)], help=words, description=words
        )
        return parser

    install = action("install")
    install.add_argument(
        "languages", nargs="+", type=language_code(say), metavar="LANGUAGE", help=say("translate_languages")
    )
    install.add_argument("--from", dest="source", metavar="FOLDER|ADDRESS", help=say("translate_from"))
    install.add_argument("--allow-local", action="store_true", help=say("fetch_allow_local"))
    install.set_defaults(run=_install)
    action("list").set_defaults(run=_list)


def _install(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.translating.translation_models import MAKERS, Folder, Makers, install, wanted
    from corpus.fetch import Web

    languages = list(dict.fromkeys(options.languages))
    if len(languages) == 1:
        languages.append("en" if languages[0] != "en" else settings.language)
    if not engine_installed():  # before anything is brought
        raise TranslationProblem("no_engine")
    source: Folder | Makers
    address = options.source or MAKERS
    if address.startswith(("http://", "https://")):

        def announce(host: str) -> None:
            note(text(settings.language, "translation.asking", host=host))

        source = Makers(Web(allow_local=options.allow_local, announce=announce), address)
    else:
        source = Folder(Path(address))
    models, missing = wanted(languages, source.pairs)
    if not models:
        raise TranslationProblem("no_pair", in_arrows(missing))
    for pair, change in install(source, models, settings.models):
        print(f"{in_arrows([pair])}  {text(settings.language, f'translation.{change}')}", flush=True)
    if missing:
        note(text(settings.language, "translation.missing", pairs=in_arrows(missing)))
    return 1 if missing else 0


def _list(options: argparse.Namespace, settings: Settings) -> int:
    pairs = installed_pairs(settings.models)
    if not pairs:
        note(nothing_installed(settings.language))
    for pair in sorted(pairs):
        print(in_arrows([pair]))
    return 0


def nothing_installed(language: str) -> str:
    """That no model is there, and what to install first."""
    return text(language, "translation.no_models" if engine_installed() else "translation.none")


def in_arrows(pairs: Iterable[Pair]) -> str:
    """fi→en, en→fi"""
    return ", ".join("→".join(pair) for pair in pairs)


