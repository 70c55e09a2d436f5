"""What a definition comes to, whatever system it is for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_DEPLOYING = re.compile(
    r"(?<![a-z])(?:(?:deploy|releas|publish|roll[-_ ]?out|promot)(?:e|es|ed|ing|ments?|s|ion)?|serv(?:e|es|ing))(?![a-z])",
    re.IGNORECASE,
)
# What is published beside the product itself, what only tries, and what takes back.
_NO_PRODUCT = re.compile(
    r"(?<![a-z])(?:coverage|reports?|results?|metrics|docs?|documentation|pages|notes|drafter|badges?|checks?|tests?|lint|dry.?run"
    r"|stop|previews?|runners?)(?![a-z])",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"(?<![a-z])(?:prod|production|prd|live|canary|pre-?prod|stage|staging|stg|uat|qa|dev|development)(?![a-z])|\$",
    re.IGNORECASE,
)
_PARTS_OF_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class PipelineDefinition:
    """A definition as read: what its commands say, the folders they run in, the modules it imports, and all that it says
    outside of comments; `why_not` is why it may say more."""

    name: str
    deploys: bool = False
    commands: str = ""
    folders: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    said: str = ""
    why_not: str = ""


def names_deployment(labels: Iterable[str]) -> bool:
    """Whether one of the names of jobs, stages and steps is that of a deployment of the product.

    `deploy-prod` and `Publish model` are, `Publish test results` and `actions/deploy-pages` are not.
    """
    for label in labels:
        words = _PARTS_OF_CAMEL.sub(" ", label)
        if _DEPLOYING.search(words) and not _NO_PRODUCT.search(words):
            return True
    return False


def names_stage(environments: Iterable[str]) -> bool:
    """Whether one of the environments is a stage of the product, or computed. Many, such as `aws`, only hold secrets."""
    return any(_STAGE.search(name) for name in environments)


def names_environment(names: Iterable[str]) -> bool:
    """Whether one of the environments is one that the product is deployed to."""
    return any(not _NO_PRODUCT.search(name) for name in names)
