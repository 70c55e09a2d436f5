"""What the Alertmanager says that the user's own `ALERTMANAGER_URL` names (API v2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dualtrack import limits
from dualtrack.adapters.http import Http
from dualtrack.adapters.source import NotRead, Source, WorkspaceFolder
from dualtrack.facts.alerts import Alert, Alerts
from dualtrack.model.raw import as_list, as_mapping, text_at
from dualtrack.project.project import Project
from dualtrack.said import said

_PATH = "/api/v2/alerts?active=true&silenced=false&inhibited=false"


class FiringAlerts(Source[str, Alerts]):
    """The alerts that fire. The repository cannot name the host."""

    fact = Alerts
    title = "Alertmanager"
    seconds = 30.0

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, str]:
        """The address."""
        return {"Alertmanager": folder.access.alertmanager} if folder.access.alertmanager else {}

    def read(self, needs: str, before: Alerts | None) -> Alerts:
        """The alerts, the oldest first."""
        http = Http(needs, self.folder.access)
        answer = as_list(http.get(_PATH))
        if answer is None:
            raise NotRead(said("{uri} does not answer as {program} does", http.uri, "Alertmanager"))
        found = sorted({_alert(told) for each in answer[: limits.ALERTS] if (told := as_mapping(each))}, key=_oldest_first)
        many = len(answer) > limits.ALERTS
        beyond = said("only {most} of {count} alerts are read", limits.ALERTS, len(answer)) if many else ""
        alerts = Alerts.of(http.uri, found, beyond)
        return before if before and before == alerts else alerts


def _alert(said: Mapping[str, Any]) -> Alert:
    labels = {str(name): str(value) for name, value in (as_mapping(said.get("labels")) or {}).items()}
    name = labels.pop("alertname", "")
    notes = as_mapping(said.get("annotations")) or {}
    summary = text_at(notes, "summary") or text_at(notes, "description")
    try:
        since = datetime.fromisoformat(text_at(said, "startsAt")).astimezone()
    except (ValueError, OverflowError):
        since = None
    return Alert(name, tuple(sorted(labels.items())), since, " ".join(summary.split())[: limits.ALERT_CHARACTERS])


def _oldest_first(alert: Alert) -> tuple[float, str, tuple[tuple[str, str], ...]]:
    return (alert.since.timestamp() if alert.since else 0.0, alert.name, alert.labels)
