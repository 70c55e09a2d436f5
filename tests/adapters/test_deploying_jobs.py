"""Which jobs of a pipeline deploy."""

import pytest
from dualtrack.adapters.pipelines.written import read_github, read_gitlab


@pytest.mark.parametrize(
    ("jobs", "deploys"),
    [
        ("deploy: {}", False),  # a job without a step is none yet
        ("deploy: {steps: [{run: x}]}", True),
        ("deployModel: {steps: [{run: x}]}", True),
        ("a: {name: Roll out}", True),
        ("a: {steps: [{name: Publish the model}]}", True),
        ("a: {steps: [{uses: pypa/gh-action-pypi-publish@v1}]}", True),
        ("a: {steps: [{name: Publish test results}]}", False),
        ("a: {steps: [{uses: actions/deploy-pages@v4}]}", False),
        ("a: {steps: [{uses: x/alls-green@release/v1}]}", False),
        ("a: {steps: [{run: echo deploy}]}", False),
        ("undeploy: {steps: [{run: x}]}", False),
        ("a: {environment: production}", True),
        ("a: {environment: {name: Staging}}", True),
        ("a: {environment: '${{ inputs.where }}'}", True),
        ("a: {environment: aws}", False),  # holds secrets
    ],
)
def test_what_deploys_on_github(jobs: str, deploys: bool) -> None:
    assert read_github(f"jobs:\n  {jobs}").deploys is deploys


@pytest.mark.parametrize(
    ("jobs", "deploys"),
    [
        ("a: {environment: aws}", True),  # what GitLab calls so is what is deployed to
        ("a: {environment: {name: review/$CI_COMMIT_REF_SLUG}}", True),
        ("stop: {environment: {name: production, action: stop}}", False),
        ("deploy-check: {stage: test, environment: {name: x, action: verify}}", False),
        ("a: {stage: release, script: x}", True),
        ("a: {stage: build, script: make deploy}", False),
        ("stages: [build, deploy]", False),
        (".deploy: {script: x}", True),
    ],
)
def test_what_deploys_on_gitlab(jobs: str, deploys: bool) -> None:
    assert read_gitlab(jobs).deploys is deploys
