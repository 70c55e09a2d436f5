"""How soon the decided experiments that are close to a hypothesis are found, beside comparing the words of all of them.

npm run bench -- prior
"""

import random
import re
import statistics
import sys
import time
from collections.abc import Callable

from dualtrack.adapters.word_index import WordIndex
from support.report import Report

EXPERIMENTS = 10_000
ASKED = 200
_WORDS_OF_TEXT = 120
_WORDS_ASKED = 25


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    chance = random.Random(7)
    words = ["".join(chance.choices("aeioubcdfghklmnprst", k=chance.randint(3, 10))) for _ in range(20_000)]
    common = [1 / (rank + 10) for rank in range(len(words))]  # as in any language, few words are most of a text
    texts = [" ".join(chance.choices(words, common, k=_WORDS_OF_TEXT)) for _ in range(EXPERIMENTS)]
    asked = [" ".join(chance.choices(words, common, k=_WORDS_ASKED)) for _ in range(ASKED)]
    index = WordIndex()
    start = time.perf_counter()
    index.change({str(number): text for number, text in enumerate(texts)})
    built = time.perf_counter() - start
    sets = [frozenset(re.findall(r"\w+", text)) for text in texts]
    found = sorted(_seconds(lambda text=text: index.closest(text, 3)) for text in asked)
    scanned = [_seconds(lambda text=text: [len(each.intersection(text.split())) for each in sets]) for text in asked[:20]]
    report = Report("prior")
    middle, most = statistics.median(found) * 1000, found[int(ASKED * 0.99)] * 1000
    report.row(f"{EXPERIMENTS} decided experiments indexed", built, "s")
    report.row("a hypothesis to the closest, p50", middle, "ms")
    report.row("the same, p99", most, "ms")
    report.row("its words compared with those of each", statistics.median(scanned) * 1000, "ms")
    report.promise("closest experiments p50 ms", middle, at_most=5)
    report.promise("closest / comparing all", middle / 1000 / statistics.median(scanned), at_most=1)
    return report.close()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
