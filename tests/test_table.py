"""A table is a dictionary that nobody changes, however many changes it shares with earlier ones."""

from dualtrack.table import Table
from hypothesis import given
from hypothesis import strategies as st

_KEYS = st.integers(0, 60)
_STEPS = st.lists(st.tuples(st.dictionaries(_KEYS, st.integers(0, 3), max_size=3), st.lists(_KEYS, max_size=2)), max_size=12)


@given(st.integers(0, 50), _STEPS)
def test_changes_are_those_of_a_dictionary(size: int, steps: list[tuple[dict[int, int], list[int]]]) -> None:
    plain = dict.fromkeys(range(size), 0)
    table = Table(plain)
    before = [(table, dict(plain))]
    for changed, gone in steps:
        plain.update(changed)
        for key in gone:
            if key not in changed:
                plain.pop(key, None)
        table = table.with_changes(changed, gone)
        before.append((table, dict(plain)))
    for earlier, then in before:
        assert earlier == then
        assert list(earlier.items()) == list(then.items())
        assert len(earlier) == len(then)
        assert [earlier.get(key, -1) for key in range(61)] == [then.get(key, -1) for key in range(61)]
        differing = {key for key in range(61) if plain.get(key, -1) != then.get(key, -1)}
        assert differing <= table.keys_changed_since(earlier)
