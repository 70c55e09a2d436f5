"""How much is read of files, git and trackers: the budget of each reader.

What exceeds one is not read, and that is said once: as a finding in the file, or as the reason why a fact is not known. A
reader of text takes time in proportion to its length, as `tests/test_patterns.py` shows, so bytes bound seconds.
"""

_KB, _MB = 1 << 10, 1 << 20

# A file, in the work tree or at a commit.
FILE_BYTES = 16 * _MB
DOCUMENT_CHARACTERS = 4 * _MB
YAML_VALUES = 20_000
"""With what aliases repeat."""
YAML_DEPTH = 40
BROKEN_KEYS = 2_000
SPRINT_ENTRIES = 1_000
FORMER_IDS = 200
"""By which an item goes, of however many that it names: its commits and runs are looked at for each."""
NOTEBOOK_BYTES = 4 * _MB
"""Without its outputs."""
PAST_NOTEBOOK_BYTES = 256 * _MB
"""With its outputs."""

LOCK_SECONDS = 30.0
"""For which a command waits for another one that writes in the same repository."""

EXPORTS = 200
"""Tables that are looked at for a list of items."""
EXPORT_HEAD_BYTES = 16 * _KB

# Pipelines.
PIPELINE_FILES = 2_000
PIPELINE_BYTES = 256 * _KB
PIPELINE_DEPTH = 30
PIPELINE_WORDS = 5_000
PIPELINE_RUN_FILES = 200

# Monitoring and validations.
ALERT_FILES = 500
ALERT_RULES = 5_000
ALERTS = 5_000
ALERT_CHARACTERS = 2_000
"""Of an expression or a label."""
VALIDATION_FILES = 500
"""One for each suite and batch of data."""
VALIDATION_BYTES = 2 * _MB
VALIDATION_CHARACTERS = 200
"""Of what is said of one expectation."""
FEATURE_FILES = 500
FEATURE_TOKENS = 1_000
"""Of a feature view, to its name."""
REGISTERED_VERSIONS = 50_000

# Proofs.
CITED_PROOFS = 20_000
"""Files, and commits."""
IGNORE_LINES = 1_000
"""Of a `.gitignore`."""
SECTIONS = 200
FIGURES = 1_000
"""Of a file that is cited."""

# Git.
GIT_SECONDS = 120
"""From one piece of its answer to the next."""
GIT_BYTES = 256 * _MB
GIT_MEMORY_BYTES = 768 * _MB
GIT_INDEX_BYTES = 512 * _MB
"""Of a file that git reads itself."""
GIT_BATCH_BYTES = 64 * _MB
COMMIT_MESSAGE_BYTES = 1 * _MB
TEAM_COMMITS = 1_000
"""The latest ones, whose authors are taken for the team."""
MERGES = 1_000
"""Of branches that are named for items, the latest ones; `MERGED_COMMITS` of them are kept."""
MERGED_COMMITS = 2_000
COMMITS_BESIDE_MERGES = 20_000
"""The latest ones, among which it is looked for what a merge brought."""
MERGE_STEPS = 200_000
COMMITS_OF_MERGE = 500
"""More are no work on one item, but histories that were joined."""
COMMIT_FIELDS = 1_000_000
"""Two or more for each file that a commit changes."""
EVALUATION_CHARACTERS = 10_000
EVALUATION_STARS = 6
"""Of one pattern."""
WORK_TREES = 50
"""Of one repository."""
BRANCH_FILES = 20_000
"""A few nested trees of a hundred bytes each hold millions of files."""

# Trackers.
STORES = 10
"""Databases and folders of MLflow below a board's folder, where the board names none."""
FOUND_STORE_SECONDS = 2.0
"""Of such a database: there may be many, and nobody named them."""
STORE_SECONDS = 20.0
STORE_LOCKED_SECONDS = 2.0
STORE_ROWS = 4_000_000
"""Of one table."""
STORE_HISTORY_ROWS = 1_000_000
"""Of metrics step by step, of all runs of which the best values are asked for."""
STORE_BYTES = 256 * _MB
STORE_VALUE_BYTES = 16 * _MB
"""All params of a run are read as one value."""
STORE_LOG_BYTES = 2 * 1024 * _MB
"""Of the write-ahead log beside it."""
HTTP_SILENCE_SECONDS = 10
HTTP_SECONDS = 30
HTTP_BYTES = 16 * _MB
SERVER_SECONDS = 120.0
SERVER_PAGES = 400
SERVER_HISTORIES = 20
"""That are asked for at a time."""
SERVER_HISTORY_PAGES = 4

RUN_TREES = 100_000
RUN_TREES_BYTES = 64 * _MB
"""Of the folders, in the commits of runs, in which files of boards can lie."""

# Runs that lie in files.
RUN_FILES = 20_000
"""The latest ones."""
RUN_FILES_SECONDS = 60.0
"""What is not read by then is read when they are asked for next."""
RUN_RECORD_BYTES = 16 * _MB
"""Larger records, such as pictures, are passed over."""
RUN_NAMES = 5_000
"""Params or metrics of a run."""
RUN_NAME_CHARACTERS = 500_000
RUN_MESSAGES_BYTES = 256 * _MB
"""Of an archive, unpacked."""
DVC_FILES = 50
"""Of metrics, and as many of params."""
DVC_COMMITS = 500
"""The latest ones, and as many experiments."""

SOURCE_SECONDS = 180.0
"""Until any source counts as failed."""
