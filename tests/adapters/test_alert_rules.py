"""Alert rules of Prometheus, in files of its own and in Kubernetes'."""

import shutil
import subprocess
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.adapters.sources.alert_rules import AlertFile, WorkTreeAlertRules, read_alert_rules
from dualtrack.facts.alert_rules import AlertRule, AlertRules

RULES = """\
groups:
  - name: churn
    rules:
      - record: job:scores:rate5m
        expr: rate(scores_total[5m])
      - alert: ScoreDrift
        expr: |
          psi{model="churn"} > 0.2
        for: 10m
        labels: {severity: page, team: growth}
        annotations: {summary: "Scores of fraud differ"}
  - rules:
      - {alert: Down, expr: up == 0}
"""


def _read(root: Path) -> AlertRules:
    return WorkTreeAlertRules(WorkspaceFolder(root, Listing(root), Access(True, True, {})), "").read(None, None)


def _write(root: Path, path: str, text: str = RULES) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_rules_in_a_file_of_prometheus_and_in_one_of_kubernetes() -> None:
    drift = AlertRule("ScoreDrift", "a.yml", 'psi{model="churn"} > 0.2\n', (("severity", "page"), ("team", "growth")), "churn")
    assert read_alert_rules("a.yml", RULES) == AlertFile((drift, AlertRule("Down", "a.yml", "up == 0")))
    spec = "".join(f"  {line}\n" for line in RULES.splitlines())
    manifest = f"apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {{name: a}}\nspec:\n{spec}---\n{RULES}"
    found = read_alert_rules("a.yml", manifest)
    assert found and [rule.name for rule in found.rules] == ["ScoreDrift", "Down"] * 2


@pytest.mark.parametrize(
    ("name", "alerts"),
    [
        ("churn", ["ScoreDrift"]),
        ("score-drift", ["ScoreDrift"]),
        ("Score_Drift", ["ScoreDrift"]),
        ("chur", []),
        ("drift churn", []),  # of two texts
        ("fraud", []),  # which is in prose only
        ("", []),
    ],
)
def test_what_names_a_model(name: str, alerts: list[str]) -> None:
    file = read_alert_rules("a.yml", RULES)
    rules = AlertRules.of(file.rules if file else ())
    assert [rule.name for rule in rules.naming(name)] == alerts


def test_only_files_are_opened_whose_path_says_that_they_could_hold_rules(tmp_path: Path) -> None:
    read = (
        "prometheus/churn.yml",
        "ops/alerts.yaml",
        "rules.yml",
        "monitoring/x/rule.yaml",
        "churn.rules.yml",
        "alert_rules/a.yml",
    )
    for path in (*read, "values.yml", "tracks/sprints/sprint-1.yaml", ".hidden/alerts.yml", "alerts/README.md"):
        _write(tmp_path, path)
    assert {rule.path for rule in _read(tmp_path).all} == set(read)


def test_a_large_file_is_said_only_if_it_holds_rules(tmp_path: Path) -> None:
    filling = "# " + "x" * limits.PIPELINE_BYTES
    _write(tmp_path, "alerts/churn.yml", f"{RULES}{filling}\n")
    _write(tmp_path, "monitoring/values.yml", f"name: churn\n{filling}\n")
    found = _read(tmp_path)
    assert not found.all
    assert found.missing == "not all alert rules are known: alerts/churn.yml (this file has 256.4 KB; up to 256 KB are read)"


def test_what_is_no_rule_is_passed_over_and_nothing_outside_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "outside.yml")
    top = tmp_path / "top"
    _write(top, "alerts/helm.yml", "groups:\n{{- if .Values.x }}\n- name: x\n  rules:\n  - alert: {{ .x }}\n")
    _write(top, "alerts/text.yml", "alert: no\ngroups: alert:\n")
    _write(top, "alerts/deep.yml", "alert:\n" + "[" * 100_000)
    _write(top, "alerts/odd.yml", "groups: {rules: [{alert: a}], 0: {rules: {0: {alert: b}}}}\n")
    _write(top, "alerts/cycle.yml", "groups: &g\n  - rules: [{alert: *g}]\n")
    (top / "alerts/link.yml").symlink_to(tmp_path / "outside.yml")
    assert _read(top).all == ()
    broken = "alerts/deep.yml (not valid YAML from line 2), alerts/text.yml (not valid YAML from line 2)"
    assert _read(top).missing == f"not all alert rules are known: {broken}"
    _write(top, "alerts/good.yml")
    assert [rule.name for rule in _read(top).all] == ["ScoreDrift", "Down"]
    monkeypatch.setattr(limits, "ALERT_RULES", 1)
    assert [rule.name for rule in _read(top).all] == ["ScoreDrift"]
    assert _read(top).may_name("churn") and _read(top).beyond == "only 1 of 2 alert rules are read"
    monkeypatch.setattr(limits, "ALERT_FILES", 1)
    assert _read(top).may_name("churn")
    assert _read(top).beyond == "alert rules are looked for in only 1 of 7 files"


def test_a_template_may_name_a_model_only_if_its_text_does(tmp_path: Path) -> None:
    template = "groups:\n{{- if .Values.x }}\n- name: fraud-model\n  rules:\n  - alert: Drift\n"
    _write(tmp_path, "charts/a/templates/prometheus-rules.yaml", template)
    _write(tmp_path, "monitoring/a.yml")
    found = _read(tmp_path)
    assert not found.missing, "nobody can mend a template"
    assert (found.may_name("FraudModel"), found.may_name("churn")) == (True, False)


@pytest.mark.slow
def test_promtool_takes_the_rules_that_are_read(tmp_path: Path) -> None:
    """The package of Debian is unpacked and not installed."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        pytest.skip("there are no tools to unpack the package")
    download = ["apt-get", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20", "download", "prometheus"]
    if subprocess.run(download, cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip("the package cannot be downloaded")
    (package,) = tmp_path.glob("*.deb")
    subprocess.run(["dpkg-deb", "-x", str(package), str(tmp_path / "unpacked")], check=True)
    top = tmp_path / "top"
    _write(top, "alerts/churn.yml", RULES.replace("  - rules:", "  - name: host\n    rules:"))
    command = [tmp_path / "unpacked/usr/bin/promtool", "check", "rules", top / "alerts/churn.yml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    assert "SUCCESS: 3 rules found" in done.stdout
    assert [rule.name for rule in _read(top).all] == ["ScoreDrift", "Down"]  # the third one records
