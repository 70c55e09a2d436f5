"""Definitions that were written to take long, and what YAML may refer to."""

import time

import pytest
from dualtrack import limits
from dualtrack.adapters.pipelines.airflow import read_airflow
from dualtrack.adapters.pipelines.leaves import leaves
from dualtrack.adapters.pipelines.written import read_jenkins


def test_leaves_follow_merges_and_aliases() -> None:
    text = "a: &a {b: [x, &y z], c: *y}\nd: {<<: *a, e: ''}\n---\n? [k]\n: v"
    assert leaves(text) == [
        ((0, "a", "b", 0), "x"),
        ((0, "a", "b", 1), "z"),
        ((0, "a", "c"), "z"),
        ((0, "d", "b", 0), "x"),
        ((0, "d", "b", 1), "z"),
        ((0, "d", "c"), "z"),
        ((0, "d", "e"), ""),
        ((1, 0), "k"),
    ]


BOMB = "a: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(f"b{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 30))
CHAIN = "a: &a0 [x]\n" + "".join(f"b{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 9000))
SIZE = limits.PIPELINE_BYTES - 100


@pytest.mark.parametrize("text", [BOMB, CHAIN, "[" * SIZE, "{a: " * (SIZE // 4), "- " * (SIZE // 2), "a: *a\nb: &b [*b]", "\0"])
def test_hostile_yaml_takes_little(text: str) -> None:
    started = time.process_time()
    assert len(leaves(text)) <= limits.YAML_VALUES
    assert time.process_time() - started < 20


@pytest.mark.parametrize("piece", ["'", "'\\", "/* ", "'''\n", '"""\n ', "stage('", "//"])
def test_a_hostile_jenkinsfile_takes_little(piece: str) -> None:
    started = time.process_time()
    read_jenkins("a" + piece * (SIZE // len(piece)))
    assert time.process_time() - started < 20


@pytest.mark.parametrize("piece", ["(", "-", "a.", "not ", "lambda:", "f'{", "\0", "if x:\n "])
def test_hostile_python_takes_little(piece: str) -> None:
    started = time.process_time()
    read_airflow("from airflow import DAG\nDAG()\n" + piece * (SIZE // len(piece)), in_dags=True)
    assert time.process_time() - started < 20
