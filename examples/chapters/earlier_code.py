"""How the sources and settings were at the stages of the story, said as the way back from what they are in the end."""

from templates import File

DATA, FEATURES, TRAIN, PARAMS = (
    "src/churn/data.py",
    "src/churn/features.py",
    "src/churn/train.py",
    "params.yaml",
)
FIT = '.fit(columns, churned)\n    metrics = {"latency_ms": latency_ms('

no_calibration = {
    "from sklearn.calibration import CalibratedClassifierCV\n": "",
    "from sklearn.model_selection import StratifiedKFold\n": "",
    '    folds = StratifiedKFold(3, shuffle=True, random_state=params.get("seed", 0))\n': "",
    'CalibratedClassifierCV(trees, method="isotonic", cv=folds) if params.get("calibrate") else trees': "trees",
}
no_boosting = no_calibration | {
    "from sklearn.ensemble import HistGradientBoostingClassifier\n": "",
    ', "boosting": boosting}': "}",
    'params["trees"] if params["model"] == "boosting" else 0': "0",
}
no_item = {
    " --item EXP-24": "",
    ", item: str | None)": ")",
    '        if item:\n            mlflow.set_tag("dualtrack.item", item)\n': "",
    '    parser.add_argument("--item", help="the task or experiment this run belongs to")\n': "",
    "log(params, metrics, arguments.item)": "log(params, metrics)",
}
no_log = {"import mlflow\nimport yaml\n": "import yaml\n", "    log(params, metrics)\n": ""}

train_unlogged = File(TRAIN, replace=no_boosting | no_item | no_log, cut=("def boosting", "def log"))
train_logged = File(TRAIN, replace=no_boosting | no_item, cut=("def boosting",))
train_with_items = File(TRAIN, replace=no_boosting, cut=("def boosting",))
train_boosting = File(TRAIN, replace=no_calibration)
train_oversampling = File(
    TRAIN,
    replace=no_calibration
    | {
        "import features\n": "import features\nfrom churn.sampling import oversample\n",
        FIT: FIT.replace("columns, churned", '*oversample(columns, churned, params.get("oversample", 0))'),
    },
)
train_with_tickets = File(
    TRAIN,
    replace=no_calibration
    | {
        "from churn.data import": "from churn import tickets  # noqa: F401, its feature groups register themselves\n"
        "from churn.data import"
    },
)

data_customers = File(
    DATA,
    replace={"The customers, their usage and their support tickets.": "The customers."},
    cut=("def usage", "def tickets"),
)
data_usage = File(DATA, replace={", their usage and their support tickets": " and their usage"}, cut=("def tickets",))
data_one_row = File(
    DATA,
    replace={"[table, came_back], ignore_index=True)": '[table, came_back]).drop_duplicates("customer", ignore_index=True)'},
)

no_trend = {"import numpy as np\n": ""}
features_account = File(FEATURES, replace=no_trend, cut=("def usage_level", "def usage_trend"))
features_level = File(
    FEATURES,
    replace=no_trend | {'params["months"] + 1': "7", "the last `months` months": "the last six months"},
    cut=("def usage_trend",),
)
features_window = File(FEATURES, replace=no_trend, cut=("def usage_trend",))
features_ratio = File(
    FEATURES,
    replace=no_trend
    | {
        ", and the slope over six.": ".",
        '    half_year = np.log1p(table[["m6", "m5", "m4", "m3", "m2", "m1"]])\n'
        "    slope = half_year.to_numpy() @ np.array([-5, -3, -1, 1, 3, 5]) / 35\n": "",
        '{"recent_to_before": recent / (before + 1), "slope": slope}, index=table.index)': (
            '{"recent_to_before": recent / (before + 1)})'
        ),
    },
)

no_trees = {"model: boosting": "model: logistic", "trees: 100\nlearning_rate: 0.05\nleaves: 6\n": ""}
no_window = {"months: 6\n": ""}
params_account = File(PARAMS, replace=no_trees | no_window | {", usage_level, usage_trend": ""})
params_level = File(PARAMS, replace=no_trees | no_window | {", usage_trend": ""})
params_boosting = File(PARAMS, replace=no_window | {", usage_trend": ""})
params_window = File(PARAMS, replace={", usage_trend": ""})


def params_tickets(*groups: str) -> File:
    return File(PARAMS, replace={"usage_trend]": f"usage_trend, {', '.join(groups)}]"})
