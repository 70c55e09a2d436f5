from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", kinds=("task",), phases=("active",))
def deploy_without_model(item: Item, project: Project) -> Iterator[Finding]:
    """A deployment in progress that does not say what is deployed.

    ## Why

    When something goes wrong after a release, the first question is which version went out and from where. `model`, `repo`, a
    model version under `depends_on` or a link to the registry answers it; those of its sprint do too.

    ## Example

    ```
    -- tracks/tasks/OPS-1.md --
    ---
    type: deploy
          ^^^^^^ deploy-without-model: OPS-1 is in-progress and names neither a model version nor a repository
    status: in-progress
    ---
    ```
    """
    if folded(item.type) != "deploy":
        return
    sprint = project.sprint(item.sprint) if item.sprint else None
    if any(each.model or each.repo for each in (item, sprint) if each) or item.has_fault(
        "model", "repo", "depends_on", "links"
    ):
        return
    if any(folded(name) == "registry" for name, _ in item.links):
        return
    depended = (project.find(name) for name in item.depends_on if name)
    if not any(other and other.kind == "model" for other in depended):
        message = said("{item} is {status} and names neither a model version nor a repository", item.shown, item.status)
        yield Finding(project.place(item, ("type",)), message)
