"""CI/CD definitions of every system, from a real disk."""

import os
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters import read_files
from dualtrack.adapters.pipelines.pipelines import PipelineFiles
from dualtrack.adapters.sources.pipelines import WorkTreePipelines
from dualtrack.facts.pipelines import Pipeline

from tests.adapters.git_repository import place

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


def _write(root: Path, files: dict[str, str]) -> PipelineFiles:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return PipelineFiles(root)


def _only(root: Path, files: dict[str, str]) -> Pipeline:
    found = _write(root, files).read()
    assert len(found) == 1
    return found[0]


def test_github_actions(tmp_path: Path) -> None:
    found = _only(tmp_path, {**FILES, ".github/workflows/ci.yml": GITHUB})
    assert (found.path, found.system, found.name, found.deploys) == (
        ".github/workflows/ci.yml",
        "github-actions",
        "Train and serve",
        True,
    )
    assert {"EXP-23", "UBUNTU-22.4"} == set(found.ids)
    assert found.runs == (
        "src/train.py",
        "conf/train.yaml",
        "notebooks/report.ipynb",
        "src/export.py",
        "services/scoring/run.sh",
        "dvc.yaml",
        "src/evaluate.py",
    )
    assert "fraud" in found.words and "exp-23" not in found.words


def test_gitlab_ci(tmp_path: Path) -> None:
    found = _only(tmp_path, {**FILES, ".gitlab-ci.yml": GITLAB})
    assert (found.system, found.name, found.ids, found.deploys) == ("gitlab-ci", ".gitlab-ci.yml", ("TASK-4",), True)
    assert found.runs == ("services/scoring/run.sh", "src/export.py")


def test_jenkins(tmp_path: Path) -> None:
    found = _only(tmp_path, {**FILES, "ci/Jenkinsfile.train": JENKINS})
    assert (found.system, found.name, found.ids, found.deploys) == ("jenkins", "Jenkinsfile.train", ("TASK-4",), True)
    assert found.runs == ("services/scoring/run.sh", "src/train.py")


def test_tekton(tmp_path: Path) -> None:
    found = _only(tmp_path, {**FILES, "k8s/fraud.yaml": TEKTON, "k8s/service.yaml": "apiVersion: v1\n"})
    assert (found.path, found.system, found.name, found.deploys) == ("k8s/fraud.yaml", "tekton", "deploy-fraud", True)
    assert found.runs == ("services/scoring/run.sh", "src/evaluate.py")
    assert "no-pipeline" not in found.words


def test_airflow(tmp_path: Path) -> None:
    found = _only(tmp_path, {**FILES, "dags/nightly.py": AIRFLOW})
    assert (found.system, found.name, found.ids, found.deploys) == ("airflow", "nightly_training", ("EXP-23",), True)
    assert found.runs == ("src/export.py", "dags/common/steps.py", "src/train.py")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/a.yaml", ""),
        (".gitlab-ci.yml", ""),
        (".gitlab/ci/deep/a.yml", ""),
        ("ci/train.gitlab-ci.yml", ""),
        ("Jenkinsfile", ""),
        ("a/Jenkinsfile.prod", ""),
        ("a/train.jenkinsfile", ""),
        (".tekton/push.yaml", TEKTON),
        ("train-pipeline.yaml", TEKTON),
        ("dags/a/b.py", AIRFLOW),
        ("airflow/train.py", AIRFLOW),
        ("src/training_dag.py", AIRFLOW),
        ("src/dags/made.py", "from airflow import x\nfrom lib import make_dag\nmake_dag('a')"),
        ("dags/broken.py", AIRFLOW + "def ("),
    ],
)
def test_where_pipelines_are(tmp_path: Path, path: str, text: str) -> None:
    assert _only(tmp_path, {path: text}).path == path


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/deep/a.yaml", GITHUB),
        (".github/dependabot.yml", "version: 2"),
        ("examples/.github/workflows/a.yaml", GITHUB),
        ("node_modules/x/Jenkinsfile", JENKINS),
        ("dags/helper.py", "from airflow.models import Variable"),
        ("dags/operator.py", "from airflow.operators import TriggerDagRunOperator\nTriggerDagRunOperator()"),
        ("dags/notes.py", "'import airflow'\nDAG()"),
        ("src/model.py", AIRFLOW),  # no word of its path says so; it is not opened
        ("src/config.yaml", TEKTON),
        ("k8s/service.yaml", "apiVersion: v1"),
        (".gitlab-ci.yml", "x" * (limits.PIPELINE_BYTES + 1)),
    ],
)
def test_what_is_no_pipeline(tmp_path: Path, path: str, text: str) -> None:
    assert _write(tmp_path, {path: text}).read() == ()


@pytest.mark.parametrize("path", [".github/workflows/deploy.yml", "deploy.jenkinsfile"])
def test_a_file_is_named_for_deploying(tmp_path: Path, path: str) -> None:
    assert _only(tmp_path, {path: ""}).deploys


def test_of_broken_yaml_what_stands_before_the_fault_is_read(tmp_path: Path) -> None:
    broken = GITHUB.replace("  roll:", "  roll: [")
    found = _only(tmp_path, {**FILES, ".github/workflows/ci.yml": broken})
    assert found.name == "Train and serve"
    assert "src/train.py" in found.runs


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _write(tmp_path, {".github/workflows/a.yml": GITHUB, "Jenkinsfile": JENKINS})
    read: list[str] = []
    real = read_files.read_text
    monkeypatch.setattr(read_files, "read_text", lambda root, path, inside: read.append(path) or real(root, path, inside))
    first = files.read()
    assert sorted(read) == [".github/workflows/a.yml", "Jenkinsfile"]
    assert files.read() is first
    _write(tmp_path, {"src/train.py": ""})
    assert [pipeline.runs for pipeline in files.read()] == [("src/train.py",), ("src/train.py",)]
    assert len(read) == 2
    (tmp_path / "Jenkinsfile").write_text("pipeline {}")
    assert [pipeline.runs for pipeline in files.read()] == [("src/train.py",), ()]
    assert len(read) == 3
    (tmp_path / "Jenkinsfile").unlink()
    assert [pipeline.path for pipeline in files.read()] == [".github/workflows/a.yml"]


def test_no_more_files_are_opened_than_promised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PIPELINE_FILES", 3)
    many = {f"pipelines/{name}.py": AIRFLOW for name in "abcde"}
    _write(tmp_path, {**many, "z/Jenkinsfile": ""})
    found = WorkTreePipelines(place(tmp_path), "").read(None, None)
    assert list(found.by_path.keys()) == ["pipelines/a.py", "pipelines/b.py", "z/Jenkinsfile"]
    assert found.beyond == "pipelines are looked for in only 3 of 6 files"


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    _write(outside, {"workflows/a.yml": GITHUB, "Jenkinsfile": JENKINS, "train.py": ""})
    root.mkdir()
    (root / ".github").symlink_to(outside)
    (root / "Jenkinsfile").symlink_to(outside / "Jenkinsfile")
    (root / "dags").mkdir()
    os.mkfifo(root / "dags" / "pipe.py")
    (root / "Jenkinsfile.own").write_text("sh 'python ../outside/train.py ../../etc/x.py'")
    found = PipelineFiles(root).read()
    assert [(pipeline.path, pipeline.runs) for pipeline in found] == [("Jenkinsfile.own", ())]


def test_a_broken_workflow_is_said_and_what_stands_before_the_fault_is_read(tmp_path: Path) -> None:
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "ci.yml").write_text("name: CI\njobs: [\n")
    files = PipelineFiles(tmp_path)
    assert [pipeline.name for pipeline in files.read()] == ["CI"]
    assert files.unread == {".github/workflows/ci.yml": "not valid YAML from line 2"}
