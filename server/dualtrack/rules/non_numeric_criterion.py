from collections.abc import Iterator

from dualtrack.files.yaml_tree import Scalar
from dualtrack.findings import Finding, rule
from dualtrack.model.criterion import CriterionError
from dualtrack.model.experiment import Experiment
from dualtrack.project.evidence import criterion_of
from dualtrack.project.project import Place, Project
from dualtrack.text import Span


@rule("warning")
def non_numeric_criterion(item: Experiment, project: Project) -> Iterator[Finding]:
    """A success or stop criterion that cannot be measured.

    ## Why

    "We'll know it when we see it" is how experiments never end. A criterion names a metric, a comparison and a number
    (`Validation F1 >= 0.72`, `improves F1 by >= 0.03`, `val_f1 < 0.65 after 3 runs`), so that the tracker can answer it.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    success_criteria: clearly better
                      ^^^^^^^^^^^^^^ non-numeric-criterion: "clearly better" names no number
    stop_criteria: val_f1 < 0.65 for 3 runs
                                 ^^^ non-numeric-criterion: nothing can follow "0.65" but and, or, after N runs
    ---
    ```
    """
    for key, texts in (("success_criteria", item.success_criteria), ("stop_criteria", item.stop_criteria)):
        for index, text in enumerate(texts):
            error = criterion_of(text) if text else None
            if isinstance(error, CriterionError):
                single = isinstance(project.document(item).node((*item.route, key)), Scalar)
                place = project.place(item, (key,) if single else (key, index))
                yield Finding(_inside(place, text, error.span, project), error.message)


def _inside(place: Place, text: str, span: Span, project: Project) -> Place:
    """The place of the faulty word, where the value stands as it was written on one line."""
    start = project.documents[place.path].text.find(text, place.span.start, place.span.end)
    return Place(place.path, Span(start + span.start, start + span.end)) if start >= 0 else place
