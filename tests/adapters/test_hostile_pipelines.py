"""Definitions that were written to take long, and what YAML may refer to."""

import time

import pytest
from dualtrack.adapters.pipelines import pipelines
from dualtrack.adapters.pipelines.airflow import read_airflow
from dualtrack.adapters.pipelines.leaves import MOST, leaves
from dualtrack.adapters.pipelines.written import read_jenkins

GITHUB = """\
name: Train and serve
on: {push: {paths: [src/unrelated.py]}}
env: {MODEL: Fraud}
jobs:
  train:  # EXP-23
    runs-on: ubuntu-22.04
    steps:
      - uses: actions/checkout@release/v4
      - run: |
          pip install -r requirements.txt
          python src/train.py --config=conf/train.yaml
          python -m src.evaluate && dvc repro
          papermill notebooks/report.ipynb /tmp/out.ipynb
      - run: python "${{ github.workspace }}/src/export.py" $HOME/none.py
      - run: bash run.sh
        working-directory: ./services/scoring
  roll:
    environment: {name: production}
    steps: []
"""
GITLAB = """\
stages: [build, deploy]
.train: &train
  script:
    - cd services/scoring && ./run.sh
train:
  <<: *train
  stage: build
  before_script: [!reference [.train, script]]
ship:
  stage: deploy
  needs: [train]
  script: ["python src/export.py  # TASK-4"]
"""
JENKINS = """\
pipeline {
  // stage('Deploy') was here, python src/unrelated.py
  agent { docker 'https://example.org' }
  stages {
    stage('Train TASK-4') { steps { dir('services/scoring') { sh './run.sh' } } }
    /* stage('Deploy') { sh 'python src/unrelated.py' } */
    stage("Roll-out") { steps { sh '''
      python src/train.py
    ''' } }
  }
}
"""
TEKTON = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: no-pipeline}
---
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: deploy-fraud}
spec:
  steps:
    - name: train
      workingDir: $(workspaces.source.path)/services/scoring
      command: ["python", "-m"]
      args: [src.evaluate]
    - name: run
      script: |
        ./run.sh
"""
AIRFLOW = '''\
"""EXP-23 trains each night."""
from airflow import DAG
from airflow.operators.bash import BashOperator
from common.steps import prepare
from src import train

with DAG(dag_id="nightly_training") as dag:
    BashOperator(task_id="export", bash_command=f"python /opt/airflow/src/export.py {dag}")
    BashOperator(task_id="publish_model", bash_command="python none.py")
'''
FILES = {
    "src/train.py": "",
    "src/evaluate.py": "",
    "src/export.py": "",
    "src/unrelated.py": "",
    "conf/train.yaml": "a: 1",
    "dvc.yaml": "stages: {}",
    "notebooks/report.ipynb": "{}",
    "services/scoring/run.sh": "",
    "dags/common/steps.py": "def prepare(): ...",
}


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
SIZE = pipelines.LARGEST_BYTES - 100


@pytest.mark.parametrize("text", [BOMB, CHAIN, "[" * SIZE, "{a: " * (SIZE // 4), "- " * (SIZE // 2), "a: *a\nb: &b [*b]", "\0"])
def test_hostile_yaml_takes_little(text: str) -> None:
    started = time.process_time()
    assert len(leaves(text)) <= MOST
    assert time.process_time() - started < 2


@pytest.mark.parametrize("piece", ["'", "'\\", "/* ", "'''\n", '"""\n ', "stage('", "//"])
def test_a_hostile_jenkinsfile_takes_little(piece: str) -> None:
    started = time.process_time()
    read_jenkins("a" + piece * (SIZE // len(piece)))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("piece", ["(", "-", "a.", "not ", "lambda:", "f'{", "\0", "if x:\n "])
def test_hostile_python_takes_little(piece: str) -> None:
    started = time.process_time()
    read_airflow("from airflow import DAG\nDAG()\n" + piece * (SIZE // len(piece)), in_dags=True)
    assert time.process_time() - started < 3
