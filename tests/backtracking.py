"""Whether a regular expression can take more than linear time, told from its automaton.

Time grows faster than the text where some text leads from a state p to p, from p to another state q, and from q to q, and what
follows can fail: each repetition of the text is then tried as the end of the first part. The search for a beginning is a part
like others.
"""

import re
import re._parser  # pyright: ignore
from collections import defaultdict
from itertools import product
from typing import Any

from tests.automaton import Automaton, Position, Use

_Ends = dict[Position, dict[int, set[int]]]
_Leads = dict[Position, tuple[int, int]]


def slow_text(pattern: "re.Pattern[Any]", use: Use) -> str:
    """A text whose repetition makes the pattern slow, empty if there is none."""
    flags = pattern.flags | (re.UNICODE if isinstance(pattern.pattern, str) else 0)
    pending: list[tuple[Any, Use]] = [(re._parser.parse(pattern.pattern, pattern.flags), use)]  # pyright: ignore
    while pending:
        automaton = Automaton(pending[0][0], flags, pending.pop(0)[1])
        if text := _pumped(automaton):
            return text
        pending += ((body, "match") for body in automaton.bodies)
    return ""


def _pumped(automaton: Automaton) -> str:
    steps = automaton.steps
    component = _components(steps)
    leads = _leads(steps, component)
    inside: _Ends = {
        position: {
            symbol: kept
            for symbol, ends in read.items()
            if (kept := {end for end in ends if component[end, symbol] == component[position]})
        }
        for position, read in steps.items()
    }
    looping: dict[int, list[Position]] = defaultdict(list)
    for position in steps:
        if inside[position]:
            looping[position[1]].append(position)
    for position, read in inside.items():  # several ways around one loop double with each round
        if position[0] in automaton.atomic:
            continue
        for symbol, ends in read.items():
            for end in ends:
                if steps[position][symbol].count(end) > 1 and automaton.can_fail((end, symbol), [symbol]):
                    return automaton.symbols[symbol]
    for positions in looping.values():
        for p in positions:
            if p[0] in automaton.atomic:
                continue
            for q in positions:
                if p != q and (text := _pump(automaton, inside, leads, p, q)) and automaton.can_fail(p, text):
                    return "".join(automaton.symbols[symbol] for symbol in text)
    return ""


def _pump(automaton: Automaton, inside: _Ends, leads: _Leads, p: Position, q: Position) -> list[int]:
    """A text that leads from p to p, from p to q and from q to q."""
    steps, wanted = automaton.steps, leads[q][0]
    if not leads[p][1] & wanted:
        return []
    pending: list[tuple[int, int, int, int, list[int]]] = [(p[0], p[0], q[0], p[1], [])]
    seen = {(p[0], p[0], q[0], p[1])}
    while pending:
        x, y, z, before, text = pending.pop()
        of_z, of_y = inside[z, before], steps[y, before]
        for symbol, xs in inside[x, before].items():
            zs, ys = of_z.get(symbol), of_y.get(symbol)
            if not zs or not ys:
                continue
            for x2, z2, y2 in product(xs, zs, {each for each in ys if leads[each, symbol][1] & wanted}):
                if (x2, y2, z2, symbol) == (p[0], q[0], q[0], p[1]):
                    return [*text, symbol]
                if (x2, y2, z2, symbol) not in seen:
                    seen.add((x2, y2, z2, symbol))
                    pending.append((x2, y2, z2, symbol, [*text, symbol]))
    return []


def _leads(steps: dict[Position, dict[int, list[int]]], component: dict[Position, int]) -> _Leads:
    """For each position a bit for its component, and the bits of all components that it leads to."""
    reached: dict[int, int] = defaultdict(int)
    for position in sorted(steps, key=component.__getitem__, reverse=True):
        bits = 1 << component[position]
        for symbol, ends in steps[position].items():
            for end in ends:
                bits |= reached[component[end, symbol]]
        reached[component[position]] |= bits
    return {position: (1 << number, reached[number]) for position, number in component.items()}


def _components(steps: dict[Position, dict[int, list[int]]]) -> dict[Position, int]:
    """The strongly connected component of each position, after Kosaraju: one that another leads to has a greater number."""
    following = {position: {(end, symbol) for symbol, ends in read.items() for end in ends} for position, read in steps.items()}
    leading: dict[Position, set[Position]] = defaultdict(set)
    for position, ends in following.items():
        for end in ends:
            leading[end].add(position)
    order: list[Position] = []
    seen: set[Position] = set()
    for root in steps:
        pending = [(root, iter(()))] if root not in seen else []
        if pending:
            seen.add(root)
            pending = [(root, iter(following[root]))]
        while pending:
            position, ends = pending[-1]
            end = next((each for each in ends if each not in seen), None)
            if end is None:
                order.append(pending.pop()[0])
            else:
                seen.add(end)
                pending.append((end, iter(following[end])))
    found: dict[Position, int] = {}
    for number, root in enumerate(reversed(order)):
        stack = [root]
        while stack:
            position = stack.pop()
            if position not in found:
                found[position] = number
                stack += leading[position]
    return found
