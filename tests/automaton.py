"""A regular expression as an automaton: its states, what leads from one to another, and how an attempt to match goes on.

A repetition with an upper bound is taken to cost nothing.
"""

import re
import re._constants as sre  # pyright: ignore
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import count
from typing import Any, Literal

_BEGIN, _END = -1, -2
_COPIES = 3
_MOST_ATTEMPTS = 3_000
_SAMPLES = [*map(chr, range(128)), *"\x85\xa0éßμſ中٣\u2028\ue000\ufeff\ufffd😀"]
_WORD = re.compile(r"\w")

Position = tuple[int, int]
"""A state with the character before it."""
Attempt = tuple[frozenset[int], int]
Guard = Callable[[int, int], bool]
Use = Literal["search", "match", "fullmatch"]


class Automaton:
    """The states of a pattern; between two characters `jumps` lead on, where their guard holds for the characters around."""

    def __init__(self, parsed: Any, flags: int, use: Use) -> None:
        self.text = bool(flags & re.UNICODE)
        self.ignores_case, self.dot_is_any = bool(flags & re.IGNORECASE), bool(flags & re.DOTALL)
        self.category_flags = re.ASCII if not self.text else flags & re.ASCII
        self.is_by_line = bool(flags & re.MULTILINE)
        self.sets: list[Any] = []
        self._collect(parsed)
        self.symbols = self._symbols()
        self.jumps: dict[int, list[tuple[int, Guard | None, bool]]] = defaultdict(list)
        self.reads: dict[int, list[tuple[frozenset[int], int]]] = defaultdict(list)
        self.atomic: dict[int, int] = {}
        self.bodies: list[Any] = []
        self._numbers = count()
        self._group = 0
        self.start = self._state()
        self.accepting = self._state()
        self.inner = inner = self._state()
        self.jumps[self.start].append((inner, None, True))
        if use == "search":
            self.reads[self.start].append((frozenset(range(len(self.symbols))), self.start))
        last = self._state()
        self._sequence(parsed, inner, last)
        self._jump(last, self.accepting, (lambda before, after: after == _END) if use == "fullmatch" else None)

    # The alphabet: one character for each way in which characters differ for this pattern.
    def _collect(self, node: Any) -> None:
        for operation, argument in node:
            if operation in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY, sre.AT):
                self.sets.append((operation, argument))
            for inner in _inner(operation, argument):
                self._collect(inner)

    def _symbols(self) -> list[str]:
        samples = list(_SAMPLES)
        for operation, argument in self.sets:
            for kind, value in argument if operation is sre.IN else [(operation, argument)]:
                if kind in (sre.LITERAL, sre.NOT_LITERAL):
                    samples.append(chr(value))
                elif kind is sre.RANGE:
                    samples += [chr(each) for bound in value for each in (bound - 1, bound, bound + 1) if 0 <= each < 0x110000]
        if not self.text:
            samples = [each for each in samples if ord(each) < 256]
        told: dict[tuple[bool, ...], str] = {}
        nodes = {repr(node): node for node in self.sets if node[0] is not sre.AT}.values()
        for each in dict.fromkeys(samples):
            sets = (self._is_in(node, each) for node in nodes)
            told.setdefault((*sets, bool(_WORD.match(each)), each == "\n"), each)
        return list(told.values())

    def _is_in(self, node: Any, character: str) -> bool:
        operation, argument = node
        if operation is sre.ANY:
            return self.dot_is_any or character != "\n"
        if operation is sre.NOT_LITERAL:
            return not self._is_in((sre.LITERAL, argument), character)
        if operation is sre.LITERAL:
            return ord(character) == argument or (self.ignores_case and character.casefold() == chr(argument).casefold())
        if argument[0][0] is sre.NEGATE:
            return not any(self._is_member(each, character) for each in argument[1:])
        return any(self._is_member(each, character) for each in argument)

    def _is_member(self, entry: Any, character: str) -> bool:
        kind, value = entry
        if kind is sre.LITERAL:
            return self._is_in(entry, character)
        if kind is sre.RANGE:
            forms = {character, character.lower(), character.upper()} if self.ignores_case else {character}
            return any(value[0] <= ord(form) <= value[1] for form in forms if len(form) == 1)
        name = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
        sign = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[name.removeprefix("NOT_")]
        return bool(re.match(sign, character, self.category_flags)) != name.startswith("NOT_")

    def _set(self, node: Any) -> frozenset[int]:
        return frozenset(index for index, each in enumerate(self.symbols) if self._is_in(node, each))

    def _state(self) -> int:
        number = next(self._numbers)
        if self._group:
            self.atomic[number] = self._group
        return number

    def _jump(self, start: int, end: int, guard: Guard | None = None, certain: bool = True) -> None:
        self.jumps[start].append((end, guard, certain))

    def _sequence(self, nodes: Any, start: int, end: int) -> None:
        nodes = list(nodes)
        for index, node in enumerate(nodes):
            after = end if index == len(nodes) - 1 else self._state()
            self._node(node, start, after)
            start = after
        if not nodes:
            self._jump(start, end)

    def _node(self, node: Any, start: int, end: int) -> None:
        operation, argument = node
        if operation in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            self.reads[start].append((self._set(node), end))
        elif operation is sre.AT:
            self._jump(start, end, self._place(argument))
        elif operation is sre.BRANCH:
            for each in argument[1]:
                inner = self._state()
                self._jump(start, inner)
                self._sequence(each, inner, end)
        elif operation is sre.SUBPATTERN:
            self._sequence(argument[3], start, end)
        elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            self._repeat(argument, start, end)
        elif operation is sre.POSSESSIVE_REPEAT and _is_one(argument[2]):
            own = self._set(argument[2][0])
            last = self._state()
            self._repeat(argument, start, last)
            self._jump(last, end, (lambda before, after: after not in own) if argument[1] is sre.MAXREPEAT else None)
        elif operation in (sre.POSSESSIVE_REPEAT, sre.ATOMIC_GROUP):
            self.bodies.append(argument[2] if operation is sre.POSSESSIVE_REPEAT else argument)
            outer, self._group = self._group, self._group or next(self._numbers)
            first, last = self._state(), self._state()
            self._jump(start, first)
            if operation is sre.ATOMIC_GROUP:
                self._sequence(argument, first, last)
            else:
                self._repeat(argument, first, last)
            self._group = outer
            self._jump(last, end)
        elif operation in (sre.ASSERT, sre.ASSERT_NOT):
            self._around(operation is sre.ASSERT, *argument, start, end)
        else:
            raise NotImplementedError(f"{operation} in a pattern")

    def _repeat(self, argument: Any, start: int, end: int) -> None:
        least, most, body = argument
        for _ in range(min(least, _COPIES) - (most is sre.MAXREPEAT and least > 0)):
            after = self._state()
            self._sequence(body, start, after)
            start = after
        if most is sre.MAXREPEAT:
            first, last = self._state(), self._state()
            self._jump(start, first)
            self._sequence(body, first, last)
            self._jump(last, first)
            self._jump(last, end)
            if not least:
                self._jump(start, end)
        else:
            for _ in range(min(most - least, _COPIES)):
                self._jump(start, end)
                after = self._state()
                self._sequence(body, start, after)
                start = after
            self._jump(start, end)

    def _around(self, wanted: bool, direction: int, body: Any, start: int, end: int) -> None:
        alternatives = _alternatives(body)
        if all(len(each) == 1 and _is_one(each) for each in alternatives):
            own = frozenset[int]().union(*(self._set(each[0]) for each in alternatives))
            self._jump(start, end, lambda before, after: ((after if direction > 0 else before) in own) == wanted)
            return
        for each in alternatives:
            if wanted and len(each) == 1 and each[0][0] is sre.AT:
                self._jump(start, end, self._place(each[0][1]))
        self._jump(start, end, None, certain=False)
        if direction > 0:
            inner = self._state()
            self._jump(start, inner)
            self._sequence(body, inner, self._state())

    def _place(self, place: Any) -> Guard:
        newline = {index for index, each in enumerate(self.symbols) if each == "\n"}
        word = {index for index, each in enumerate(self.symbols) if self._is_member((sre.CATEGORY, sre.CATEGORY_WORD), each)}
        if place in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
            more = self.is_by_line and place is sre.AT_BEGINNING
            return lambda before, after: before == _BEGIN or (more and before in newline)
        if place in (sre.AT_END, sre.AT_END_STRING):
            more = place is sre.AT_END
            return lambda before, after: after == _END or (more and after in newline)
        boundary = "NON" not in str(place)
        return lambda before, after: ((before in word) != (after in word)) == boundary

    def ways(self, state: int, before: int, after: int, certain: bool = False) -> Iterator[int]:
        """The states reached before the next character is read, each as often as there are ways to it."""
        pending: list[tuple[int, frozenset[int]]] = [(state, frozenset((state,)))]
        while pending:
            here, seen = pending.pop()
            yield here
            for there, guard, is_certain in self.jumps[here]:
                if there not in seen and (is_certain or not certain) and (guard is None or guard(before, after)):
                    pending.append((there, seen | {there}))

    @cached_property
    def steps(self) -> dict[Position, dict[int, list[int]]]:
        """For each position and each character the states that reading it leads to, each as often as there are ways."""
        found: dict[Position, dict[int, list[int]]] = {}
        pending = [(self.start, before) for before in (_BEGIN, *range(len(self.symbols)))]
        while pending:
            position = pending.pop()
            if position in found:
                continue
            found[position] = {}
            for symbol in range(len(self.symbols)):
                reached = [end for here in self.ways(*position, symbol) for own, end in self.reads[here] if symbol in own]
                if reached:
                    found[position][symbol] = reached
                    pending += ((end, symbol) for end in reached)
        return found

    def can_fail(self, p: Position, text: list[int]) -> bool:
        """Whether an attempt that comes to p and goes on with the text, several times, can end without a match."""
        if p[0] == self.start:  # it begins somewhere in the text
            begun = [((frozenset((self.inner,)), text[at - 1]), text[at:] + text * _COPIES) for at in range(len(text))]
        else:
            begun = [(attempt, text * _COPIES) for attempt in self._attempts(p)]
        later = [self._after(attempt, more) for attempt, more in begun]
        return any(attempt and attempt[0] and self._leads_to_failure(attempt) for attempt in later)

    def _attempts(self, p: Position) -> Iterator[Attempt]:
        """The states of attempts that have not matched when they come to p."""
        seen: set[Attempt] = set()
        pending: list[Attempt] = [(frozenset((self.inner,)), before) for before in (_BEGIN, *range(len(self.symbols)))]
        while pending:
            attempt = pending.pop()
            if attempt not in seen and attempt[0] and len(seen) < _MOST_ATTEMPTS:
                seen.add(attempt)
                if p[0] in attempt[0] and p[1] == attempt[1]:
                    yield attempt
                pending += (later for symbol in range(len(self.symbols)) if (later := self._after(attempt, [symbol])))

    def _after(self, attempt: Attempt | None, text: list[int]) -> Attempt | None:
        """An attempt after more text; None if it has matched by then."""
        for symbol in text:
            states, before = attempt or (frozenset(), 0)
            reached = {way for each in states for way in self.ways(each, before, symbol, certain=True)}
            if self.accepting in reached:
                return None
            attempt = frozenset(end for way in reached for own, end in self.reads[way] if symbol in own), symbol
        return attempt

    def _leads_to_failure(self, attempt: Attempt) -> bool:
        seen: set[Attempt] = set()
        pending = [attempt]
        while pending:
            attempt = pending.pop()
            if attempt in seen:
                continue
            seen.add(attempt)
            if not attempt[0] or self._after(attempt, [_END]):
                return True
            pending += (later for symbol in range(len(self.symbols)) if (later := self._after(attempt, [symbol])))
        return False


def _inner(operation: Any, argument: Any) -> list[Any]:
    """The sequences inside a node."""
    if operation is sre.BRANCH:
        return list(argument[1])
    if operation in (sre.SUBPATTERN, sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT, sre.ASSERT, sre.ASSERT_NOT):
        return [argument[-1]]
    return [argument] if operation is sre.ATOMIC_GROUP else []


def _is_one(nodes: Any) -> bool:
    return len(nodes) == 1 and nodes[0][0] in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY)


def _alternatives(nodes: Any) -> list[Any]:
    if len(nodes) == 1 and nodes[0][0] is sre.BRANCH:
        return list(nodes[0][1][1])
    if len(nodes) == 1 and nodes[0][0] is sre.SUBPATTERN:
        return _alternatives(nodes[0][1][3])
    return [list(nodes)]
