"""Feature groups: each a function from the settings to columns by customer, chosen by name in params.yaml."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from churn import data

Group = Callable[[dict], pd.DataFrame]
GROUPS: dict[str, Group] = {}


def group(build: Group) -> Group:
    GROUPS[build.__name__] = build
    return build


def features(table: pd.DataFrame, params: dict) -> pd.DataFrame:
    """The columns of the chosen groups, in the order of `table`."""
    columns = [GROUPS[name](params).loc[table["customer"]].reset_index(drop=True) for name in params["features"]]
    return pd.concat(columns, axis=1)


@group
def account(params: dict) -> pd.DataFrame:
    """What the contract says."""
    table = data.customers().drop_duplicates("customer").set_index("customer")
    columns = table[["tenure_months", "monthly_charge"]].copy()
    columns["monthly"] = (table["contract_months"] == 1).astype(int)
    columns["two_years"] = (table["contract_months"] == 24).astype(int)
    columns["pays_by_card"] = table["pays_by_card"].astype(int)
    return columns


@group
def usage_level(params: dict) -> pd.DataFrame:
    """Mean hours over the last `months` months, and their spread."""
    table = data.usage().set_index("customer")[[f"m{month}" for month in range(1, params["months"] + 1)]]
    return pd.DataFrame({"hours_mean": table.mean(axis=1), "hours_spread": table.std(axis=1)})


@group
def usage_trend(params: dict) -> pd.DataFrame:
    """How usage moves: the last three months against the three before, and the slope over six."""
    table = data.usage().set_index("customer")
    recent, before = table[["m1", "m2", "m3"]].mean(axis=1), table[["m4", "m5", "m6"]].mean(axis=1)
    half_year = np.log1p(table[["m6", "m5", "m4", "m3", "m2", "m1"]])
    slope = half_year.to_numpy() @ np.array([-5, -3, -1, 1, 3, 5]) / 35
    return pd.DataFrame({"recent_to_before": recent / (before + 1), "slope": slope}, index=table.index)
