"""Models for the tests of translation: small dictionaries in place of networks.

No package carries a real model, and their servers are not reached here. So one thing is replaced in these
tests, at the border: the class Translator of fxtranslate, by ``Dictionary``. What it is given goes the real
way: files on a server, checksums, fxtranslate's own decompression, folders.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from pathlib import Path

from web_server import Handler, Site, tagged

Words = dict[str, str]
MODELS: dict[str, Words] = {
    "fi-en": {"pesula": "laundry", "omarahoitus": "own contribution", "koneet": "machines"},
    "en-fi": {"laundry": "pesula", "machines": "koneet", "the": ""},
    "en-sv": {"laundry": "tvätteri", "machines": "maskiner", "own": "egen", "contribution": "insats"},
    "et-en": {"pesula": "laundry"},
    "sv-en": {"maskiner": "machines", "begagnade": "used"},
}


class Dictionary:
    """Translates word by word with the dictionary that its model is; like the engine it keeps to its thread."""

    def __init__(self, model: bytes, src_vocab: bytes, trg_vocab: bytes) -> None:
        if not model.startswith(b"{"):
            raise ValueError("no model")
        self._words: Words = json.loads(model)
        self._thread = threading.get_ident()
        assert src_vocab.startswith(b"vocabulary of") and trg_vocab

    def translate_long(self, text: str) -> str:
        assert threading.get_ident() == self._thread, "an engine works in its own thread only"
        return re.sub(r"\w+", lambda word: self._words.get(word[0].lower(), word[0]), text)


def files(pair: str, *, words: Words | None = None) -> dict[str, bytes]:
    """A model's files by the names that its makers give."""
    short = pair.replace("-", "")
    return {
        f"model.{short}.intgemm.alphas.bin": json.dumps(words or MODELS[pair]).encode(),
        f"vocab.{short}.spm": f"vocabulary of {pair}".encode(),
    }


def install_by_hand(home: Path, *pairs: str) -> None:
    """Models as they lie once they are installed; ``home`` is the folder of the index."""
    for pair in pairs:
        folder = home / "translation" / pair
        folder.mkdir(parents=True)
        for name, content in files(pair).items():
            (folder / name).write_bytes(content)


def zstd(content: bytes) -> bytes:
    """A frame of one uncompressed block (RFC 8878)."""
    block = (len(content) << 3 | 1).to_bytes(3, "little") + content
    return b"\x28\xb5\x2f\xfd\xa0" + len(content).to_bytes(4, "little") + block


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def serve_models(site: Site, models: dict[str, dict[str, bytes]], *, version: str = "3.0") -> list[dict[str, object]]:
    """Lay ``models`` out on ``site`` as Remote Settings has them; gives the records, which may be changed."""
    records: list[dict[str, object]] = []
    for pair, contents in models.items():
        source, target = pair.split("-")
        for name, content in contents.items():
            location = f"main-workspace/translations-models-v2/{pair}-{name}.zst"
            site.pages[f"/cdn/{location}"] = tagged(zstd(content), f'"{sha(content)}"')
            attachment = {"location": location, "hash": sha(zstd(content)), "size": len(zstd(content))}
            records.append(
                {"name": name, "fileType": name.partition(".")[0], "sourceLanguage": source, "targetLanguage": target,
                 "version": version, "decompressedHash": sha(content), "attachment": attachment}
            )  # fmt: skip
    root = {"capabilities": {"attachments": {"base_url": f"{site.address}/cdn/"}}}
    site.pages["/v1/"] = lambda handler: _json(handler, root)
    path = "/v1/buckets/main/collections/translations-models-v2/records"
    site.pages[path] = lambda handler: _json(handler, {"data": records})
    return records


def _json(handler: Handler, value: object) -> None:
    handler.answer(200, json.dumps(value).encode(), Content_Type="application/json")
