"""`dualtrack notify`: what real listeners get, and that each thing is told once."""

import json
from pathlib import Path
from typing import Any

import pytest
from dualtrack.features.notices import SERVICES, Notice, Service, payload
from jsonschema import Draft202012Validator

from tests.adapters.listening import Listener, answered, listening
from tests.cli.commands import board
from tests.cli.conftest import Call
from tests.cli.service_bodies import BODIES, TEAMS_BYTES

LATE = "---\ntitle: '<!channel> *late* @all'\nstatus: running\nstarted: 2026-11-01\ntimebox_days: 5\n---\n"
SLACK, TEAMS, DISCORD, WEBHOOK = (f"DUALTRACK_{name}_URL" for name in ("SLACK", "TEAMS", "DISCORD", "WEBHOOK"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (SLACK, TEAMS, DISCORD, WEBHOOK):
        monkeypatch.delenv(name, raising=False)
    return board(tmp_path, EXP_1=LATE, EXP_2="---\nstatus: proposed\n---\n")


def _bodies(listener: Listener) -> list[Any]:
    return [json.loads(request.partition(b"\r\n\r\n")[2]) for request in listener.asked]


def test_each_service_gets_what_it_documents_and_nothing_is_marked_up(
    folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(lambda _: answered(b"ok", "200 OK", "Content-Type: text/html")) as listener:
        for name in (SLACK, TEAMS, DISCORD, WEBHOOK):
            monkeypatch.setenv(name, f"{listener.uri}/{name.lower()}?sig=s%2F1")
        done = call("notify", "--state", "told.json")
    assert (done.code, done.out.splitlines()[0]) == (0, "slack: 1 notice sent")
    assert listener.asked[0].split()[1] == b"/dualtrack_slack_url?sig=s%2F1"
    slack, teams, discord, other = _bodies(listener)
    reason = "the timebox of EXP-1 ended on 2026-11-06, 10 days ago"
    name = folder.name
    assert slack["text"] == f"Needs somebody in {name}\n• To decide: EXP-1 &lt;!channel&gt; *late* @all — {reason}"
    assert slack["mrkdwn"] is False
    (attached,) = teams["attachments"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attached["content"]["body"][1]["text"] == f"To decide: EXP-1 \\<!channel\\> \\*late\\* @all — {reason}"
    assert discord["allowed_mentions"] == {"parse": []}
    assert discord["content"].endswith(f"• To decide: EXP-1 \\<!channel\\> \\*late\\* @all — {reason}")
    assert other["notices"] == [
        {"kind": "decide", "name": "decide EXP-1", "label": "EXP-1 <!channel> *late* @all", "reason": reason}
    ]
    for service, body in zip(("slack", "teams", "discord", "webhook"), _bodies(listener), strict=True):
        Draft202012Validator(BODIES[service]).validate(body)


LONG = "A title that goes on & on, with <tags>, _marks_ and an emoji 😀 that counts as two"


@pytest.mark.parametrize("title", ["", LONG, LONG * 30, "😀" * 500], ids=["none", "long", "endless", "emoji"])
@pytest.mark.parametrize("service", SERVICES)
def test_a_message_names_what_fits_and_says_how_many_more_there_are(service: Service, title: str) -> None:
    told = [Notice("decide", f"decide EXP-{n}", f"EXP-{n} {title}", "it ended") for n in range(1, 31)]
    body = payload(service, "b" * 255, told)
    Draft202012Validator(BODIES[service]).validate(body)
    if service == "webhook":
        assert len(body["notices"]) == 30
        return
    if service == "teams":
        assert 2 * len(json.dumps(body)) <= TEAMS_BYTES
        lines = [block["text"] for block in body["attachments"][0]["content"]["body"]]
    else:
        lines = [line.removeprefix("• ") for line in body["text" if service == "slack" else "content"].split("\n")]
    _, *named, more = lines
    assert 0 < len(named) <= 20 and more == f"and {30 - len(named)} more: dualtrack now"
    assert all(line.startswith(f"To decide: EXP-{n}") and line.endswith(" — it ended") for n, line in enumerate(named, 1))


def test_a_thing_is_told_once_and_again_when_it_comes_again(folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "tracks/experiments/EXP-1.md"
    with listening(lambda _: answered(b"{}")) as listener:
        monkeypatch.setenv(WEBHOOK, listener.uri)
        said = [call("notify", "--state", "told.json", "--today", f"2026-11-{day}").out for day in (16, 17)]
        file.write_text(LATE.replace("running", "proposed"))
        said.append(call("notify", "--state", "told.json").out)
        file.write_text(LATE)
        said.append(call("notify", "--state", "told.json").out)
    assert said == ["webhook: 1 notice sent\n", "nothing new\n", "nothing new\n", "webhook: 1 notice sent\n"]
    assert len(listener.asked) == 2


def test_what_fails_is_said_without_the_address_and_tried_again(
    folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [
        answered(b"", "500 Internal Server Error"),
        answered(b"", "302 Found", "Location: http://127.0.0.1:9/"),
        answered(b""),
    ]
    with listening(lambda _: answers.pop(0)) as listener:
        monkeypatch.setenv(SLACK, f"{listener.uri}/services/secret")
        failed, redirected, sent = (call("notify", "--state", "told.json") for _ in range(3))
    assert (failed.code, failed.err) == (2, f"dualtrack: slack: {listener.uri} answered 500 Internal Server Error\n")
    assert (redirected.code, "302" in redirected.err, "secret" in redirected.err) == (2, True, False)
    assert (sent.code, sent.out) == (0, "slack: 1 notice sent\n")


def test_programs_are_told_what_was_sent_and_what_failed(folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        listening(lambda _: answered(b"", "500 Internal Server Error")) as failing,
        listening(lambda _: answered(b"")) as other,
    ):
        monkeypatch.setenv(SLACK, failing.uri)
        monkeypatch.setenv(WEBHOOK, other.uri)
        done = call("notify", "--state", "told.json", "--format", "json")
    assert done.code == 2
    assert [(each["service"], each["notices"][0]["name"], bool(each["error"])) for each in json.loads(done.out)] == [
        ("slack", "decide EXP-1", True),
        ("webhook", "decide EXP-1", False),
    ]


def test_nothing_is_sent_by_itself(folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("notify", "--state", "told.json").err == (
        "dualtrack: no service is named in the environment: " + ", ".join((SLACK, TEAMS, DISCORD, WEBHOOK)) + "\n"
    )
    with listening(lambda _: answered(b"")) as listener:
        monkeypatch.setenv(WEBHOOK, listener.uri)
        assert '"label": "EXP-1' in call("notify", "--dry-run", "--state", "told.json").out
    assert not listener.asked
    assert not (folder / "told.json").exists()
