"""The CI/CD definitions of the work tree."""

from dualtrack import limits
from dualtrack.adapters.pipelines.pipelines import PipelineFiles
from dualtrack.adapters.read_files import not_read, only_some
from dualtrack.adapters.source import Source, WorkspaceFolder
from dualtrack.facts.pipelines import Pipelines
from dualtrack.said import said


class WorkTreePipelines(Source[None, Pipelines]):
    """The pipelines that files define; nothing of them is run."""

    fact = Pipelines
    title = said("pipelines")
    globs = ("**/*.yml", "**/*.yaml", "**/dags/**/*.py", "**/Jenkinsfile*", "**/*.jenkinsfile")
    safe = True

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._files = PipelineFiles(folder.root, folder.listing.files)

    def read(self, needs: None, before: Pipelines | None) -> Pipelines:
        """All pipelines; files that have not changed are not read again."""
        pipelines = self._files.read()
        beyond = only_some(self.title, self._files.count, limits.PIPELINE_FILES)
        return Pipelines.of(pipelines, not_read(self._files.unread), beyond)
