"""Bring the official documents that a manifest lists into a folder, and tell what has changed.

manifest.py    what is wanted: documents, languages, addresses
addresses.py   where EUR-Lex and Finlex keep a document
web.py         asking the network: polite, bounded, never inside the own network
download.py    one document into one whole file, going on where a broken download stopped
folder.py      the folder of fetched documents: state, sidecars
run.py         all of it, one document after another
"""

from corpus.fetch.manifest import Wanted, read_manifest
from corpus.fetch.run import Outcome, check, fetch
from corpus.fetch.web import Limits, Web

__all__ = ["Limits", "Outcome", "Wanted", "Web", "check", "fetch", "read_manifest"]
