"""The customers, their usage and their support tickets.

The tables are made from a seed: they stand in for the warehouse exports, which may not leave the company.
"""

from functools import cache

import numpy as np
import pandas as pd

SEED = 15
CUSTOMERS = 6000


@cache
def hidden() -> pd.DataFrame:
    """What really moves a customer; no model may see this."""
    rng = np.random.default_rng(SEED)
    return pd.DataFrame(
        {
            "customer": np.arange(1, CUSTOMERS + 1),
            "drift": rng.normal(0, 1, CUSTOMERS),
            "frustration": rng.gamma(1.2, 1.0, CUSTOMERS),
            "luck": rng.logistic(0, 1, CUSTOMERS),
        }
    )


@cache
def customers() -> pd.DataFrame:
    """One row per contract, with the label `churned`."""
    rng = np.random.default_rng(SEED + 1)
    truth = hidden()
    table = pd.DataFrame({"customer": truth["customer"]})
    table["tenure_months"] = rng.exponential(26, CUSTOMERS).round().clip(1, 90)
    table["monthly_charge"] = rng.gamma(6, 9, CUSTOMERS).round(2)
    table["contract_months"] = rng.choice([1, 12, 24], CUSTOMERS, p=[0.55, 0.3, 0.15])
    table["pays_by_card"] = rng.random(CUSTOMERS) < 0.6
    first_year = table["tenure_months"] < 12
    monthly = table["contract_months"] == 1
    risk = (
        -2.2
        + 1.7 * monthly
        + 1.3 * first_year
        + 0.03 * (table["monthly_charge"] - 54) * monthly
        + 1.5 * (first_year & ~table["pays_by_card"])
        - 1.0 * truth["drift"]
        + 0.85 * (truth["frustration"] - 1.2)
    )
    table["churned"] = (risk + 0.42 * truth["luck"] > 0).astype(int)
    # The CRM export lists a customer who left and came back twice.
    came_back = table.sample(frac=0.01, random_state=SEED)
    return pd.concat([table, came_back], ignore_index=True)


def split(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Train, val and holdout by the customer's number, so that a customer stays where they are in every export."""
    bucket = table["customer"] * 2654435761 % 2**32 % 10
    return {"train": table[bucket < 6], "val": table[bucket.between(6, 7)], "holdout": table[bucket > 7]}


@cache
def usage() -> pd.DataFrame:
    """Hours of use in each of the last twelve months; `m1` is the latest."""
    rng = np.random.default_rng(SEED + 2)
    truth = hidden()
    level = rng.gamma(5, 4, CUSTOMERS)
    months = {}
    for month in range(12, 0, -1):
        # The drift shows in the last half year only.
        change = 1 + 0.16 * truth["drift"] * max(0, 6 - month) / 5
        months[f"m{month}"] = (level * change * rng.lognormal(0, 0.2, CUSTOMERS)).clip(0).round(1)
    return pd.DataFrame({"customer": truth["customer"], **months})


@cache
def tickets() -> pd.DataFrame:
    """One row per support ticket of the last half year: customer, days_ago, text."""
    rng = np.random.default_rng(SEED + 3)
    truth = hidden()
    number = rng.poisson(0.5 + 0.9 * truth["frustration"])
    table = pd.DataFrame({"customer": np.repeat(truth["customer"].to_numpy(), number)})
    table["days_ago"] = rng.integers(0, 180, len(table))
    angry = rng.random(len(table)) < np.repeat(1 - np.exp(-0.5 * truth["frustration"].to_numpy()), number)
    calm_text = rng.choice(["how do I export my data", "please change my address", "invoice copy"], len(table))
    angry_text = rng.choice(["still not working", "charged twice again", "I want to cancel"], len(table))
    table["text"] = np.where(angry, angry_text, calm_text)
    return table
