"""What the name of a status says."""

import re
from unicodedata import normalize

from dualtrack.model.conventions import Status, Track

_ENDINGS = ("done", "dropped")
_WORD = re.compile(r"[^\W_]+")

# In the order in which they are looked for: "Almost done" goes on, "Closed: won't fix" is given up, "Ready for QA" is tested,
# "Not started" waits. Other languages' words are those of Jira, Notion and GitHub in them.
_MEANINGS: tuple[tuple[str, str], ...] = (
    ("active", "almost nearly partly partially half fast teilweise presque"),
    (
        "dropped",
        "wont wontfix skipped cancelled canceled rejected declined duplicate obsolete abandoned invalid dropped"
        " discarded verworfen abgebrochen abgelehnt annulé annulée abandonné abandonnée rejeté rejetée cancelado cancelada"
        " descartado descartada rechazado rechazada annullato annullata scartato geannuleerd vervallen 取消 已取消 中止 却下",
    ),
    (
        "review",
        "review reviewing qa test testing verify verification validating validation evaluating approval"
        " prüfung überprüfung revue revisión revisione revisão レビュー中 测试中",
    ),
    (
        "waiting",
        "not todo open reopened new backlog planned selected triage proposed draft later next ready idea ideas"
        " nicht kein keine pas non no não sin niet offen geplant faire fazer fare pendiente pendente nouveau ouvert nuevo"
        " abierto novo aberto nuovo aperto gepland 未着手 未対応 待办 未开始 待处理",
    ),
    (
        "done",
        "done closed resolved complete completed finished shipped released deployed live merged fixed decided"
        " erledigt fertig fertiggestellt abgeschlossen geschlossen gelöst behoben terminé terminée fini finie clos fermé"
        " fermée résolu résolue livré terminado terminada completado completada hecho hecha cerrado cerrada resuelto"
        " finalizado finalizada concluído concluída feito feita fechado fechada completato completata fatto chiuso concluso"
        " risolto finito gereed klaar afgerond voltooid gesloten 完了 已完成 完成 対応済み 解決済み",
    ),
    (
        "active",
        "progress doing working wip started development implementing running active stuck blocked hold waiting paused"
        " arbeit bearbeitung laufend läuft blockiert cours bloqué progreso proceso curso bloqueado andamento progresso corso"
        " bezig uitvoering 進行中 进行中 处理中 対応中 作業中",
    ),
)


def meaning_of(written: str) -> str | None:
    """What a status says by its words: waiting, active, review, done or dropped."""
    words = _WORD.findall(normalize("NFC", written).casefold().replace("'", "").replace("’", ""))
    # "To Do", but not "Deployed to production".
    known = {*words, *(("todo",) if words[:1] == ["to"] else ())}
    return next((meaning for meaning, each in _MEANINGS if known & set(each.split())), None)


def status_meaning(track: Track, meaning: str) -> Status:
    """The track's status of a meaning, or the nearest that it has."""
    active = track.statuses[1:] or track.statuses
    if meaning in _ENDINGS and track.closed:
        return track.closed[-1] if meaning == "dropped" else track.closed[0]
    if meaning in ("active", "review") and active:
        return active[-1] if meaning == "review" else active[0]
    return track.all[0]
