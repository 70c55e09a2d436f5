"""The results that Great Expectations has left in the work tree (0.13 to 1.24)."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable
from dualtrack.adapters.read_files import ReadFiles, not_read, only_some
from dualtrack.adapters.run_values import moment_in
from dualtrack.adapters.source import Source, WorkspaceFolder
from dualtrack.facts.validations import Validation, Validations
from dualtrack.model.raw import as_list, as_mapping, text_at
from dualtrack.said import said

_FAILED_SHOWN = 20


class WorkTreeValidations(Source[None, Validations]):
    """The last result of each suite on each batch of data. Older ones are not opened."""

    fact = Validations
    title = "Great Expectations"
    globs = ("**/gx/**/validations/**/*.json", "**/great_expectations/**/validations/**/*.json")
    safe = True

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._files = ReadFiles(folder.root, read_validation, limits.VALIDATION_BYTES)

    def read(self, needs: None, before: Validations | None) -> Validations:
        """The last results, latest first."""
        last: dict[tuple[str, ...], tuple[str, str]] = {}
        for path in self.folder.listing.files("", lambda name: name.endswith(".json")):
            if below := _below(path):
                *suite, _, when, batch = below if len(below) > 3 else (*below, "", "", "")
                key = (path[: -len("/".join(below)) - 5], *suite, batch)
                last[key] = max(last.get(key, ("", "")), (when, path))
        paths = [path for _, path in sorted(last.values(), reverse=True)[: limits.VALIDATION_FILES]]
        results = self._files.of(paths)
        beyond = only_some(said("validations"), len(last), limits.VALIDATION_FILES)
        found = Validations.of(_last(results.values()), not_read(self._files.unread), beyond)
        return before if before and before == found else found


def _last(results: Iterable[Validation]) -> list[Validation]:
    """Of each suite and data asset the last result, of several batches in one run one that failed; latest first."""
    last: dict[tuple[str, str], Validation] = {}
    for each in sorted(results, key=lambda each: (_time(each), not each.success), reverse=True):
        last.setdefault((each.asset, each.suite), each)
    return list(last.values())


def _time(result: Validation) -> float:
    return result.when.timestamp() if result.when else 0.0


@lru_cache(maxsize=50_000)
def _below(path: str) -> tuple[str, ...]:
    """The parts of the path of a result below the folder of results: suite, name of the run, its time, batch."""
    parts = path.removesuffix(".json").split("/")
    tops = [at for at, part in enumerate(parts) if part in ("gx", "great_expectations")]
    return tuple(parts[parts.index("validations", tops[0]) + 1 :]) if tops and "validations" in parts[tops[0] : -1] else ()


def read_validation(path: str, text: str) -> Validation:
    """A result; raises Unreadable where a text is none."""
    try:
        told = as_mapping(json.loads(text)) or {}
    except (ValueError, RecursionError) as error:
        raise Unreadable(said("it is no JSON")) from error
    meta = as_mapping(told.get("meta")) or {}
    batch = as_mapping(meta.get("active_batch_definition")) or as_mapping(meta.get("batch_kwargs")) or {}
    data = text_at(as_mapping(meta.get("batch_spec")) or batch, "path")
    asset = text_at(batch, "data_asset_name") or data.rpartition("/")[2]
    results = [each for each in map(as_mapping, as_list(told.get("results")) or ()) if each]
    if not isinstance(told.get("success"), bool) or not asset:
        raise Unreadable(said("it is no result of a validation"))
    failed = [_words(each) for each in results if each.get("success") is False]
    return Validation(
        path,
        asset,
        text_at(told, "suite_name") or text_at(meta, "expectation_suite_name"),
        moment_in(text_at(meta, "validation_time") or text_at(as_mapping(meta.get("run_id")) or {}, "run_time")),
        bool(told["success"]),
        tuple(failed[:_FAILED_SHOWN]),
        len(failed),
        len(results),
        data.replace("\\", "/"),
    )


def _words(result: Mapping[str, Any]) -> str:
    """An expectation that failed: `months: values to be between 0 and 120, 1 of 4 unexpected`."""
    config = as_mapping(result.get("expectation_config")) or {}
    kwargs, seen = (as_mapping(each) or {} for each in (config.get("kwargs"), result.get("result")))
    words = (text_at(config, "type") or text_at(config, "expectation_type")).removeprefix("expect_").replace("_", " ")
    least, most = kwargs.get("min_value"), kwargs.get("max_value")
    if least is not None and most is not None:
        words = words.replace("to be between", f"to be between {least} and {most}")
    elif least is not None or most is not None:
        words = words.replace("to be between", f"to be at least {least}" if most is None else f"to be at most {most}")
    if column := text_at(kwargs, "column"):
        words = f"{column}: {words.removeprefix('column ')}"
    if seen.get("unexpected_count") and seen.get("element_count"):
        words += f", {seen['unexpected_count']} of {seen['element_count']} unexpected"
    elif isinstance(seen.get("observed_value"), int | float | str):
        words += f", observed {seen['observed_value']}"
    return " ".join(words.split())[: limits.VALIDATION_CHARACTERS]
