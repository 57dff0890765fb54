"""Does the first quote contain the answer? XQuAD, question and paragraph in the same language.

Usage: python benchmarks/first_quotes.py FOLDER INDEX

FOLDER is the labelled set (as for ``tietosilta evaluate``); INDEX is made when it is not there. The
set labels paragraphs only, so the sentence that holds the answer was labelled by hand for 86 of its
questions (drawn by hash) in English: answers/xquad_sentences.json has its number. A paragraph in
another language counts where it has as many sentences as the English one, as they are translated one
by one. A declined answer is a miss.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from assistant.answers import ask, best_candidates
from assistant.evaluate import index_set, read_set
from assistant.search import Library
from corpus.sentences import sentences
from index.encoder import load_encoder
from index.records import Filters
from index.store import Store

LABELS = Path(__file__).with_name("answers") / "xquad_sentences.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("index", type=Path)
    options = parser.parse_args()
    data, encoder = read_set(options.folder), load_encoder()
    if not options.index.is_file():
        index_set(data, encoder, options.index, lambda step, share: None)
    library = Library(Store(options.index), encoder)
    indexed = {card.id for card in library.documents()}
    texts = {name: text for name, text, _ in data.rows if name in indexed}
    queries = {name: text for name, text, _ in data.queries}
    labels = json.loads(LABELS.read_text("utf-8"))
    outcomes: dict[str, list[tuple[bool, bool]]] = defaultdict(list)  # answered right; best sentence right
    for language in sorted({name.split("-", 1)[0] for name in texts}):
        filters = Filters(languages=(language,))
        for name, label in labels.items():
            document = f"{language}-{label['paragraph']}"
            spans = sentences(texts[document], language) if document in texts else []
            if len(spans) != label["sentences"]:
                continue
            question = queries[f"{language}-{name}"]
            wanted = [spans[number] for number in label["answer"]]
            answer = ask(library, question, filters=filters)
            said = [(quote.document.id, quote.start, quote.end) for quote in answer.sentences[:1]]
            best = best_candidates(library, question, filters=filters)[1][0]
            start = best.hit.passage.start
            best_place = (best.hit.document.id, start + best.start, start + best.end)
            right = [
                any(place[0] == document and place[1] < end and begin < place[2] for begin, end in wanted)
                for place in (*said, best_place)
            ]
            outcomes[language].append((bool(said) and right[0], right[-1]))
    for language, found in outcomes.items():
        first, best_right = fmean(pair[0] for pair in found), fmean(pair[1] for pair in found)
        print(f"{language}: {len(found)} questions, first quote right {first:.3f}, were none declined {best_right:.3f}")


if __name__ == "__main__":
    main()
