"""Feature groups from the support tickets."""

import pandas as pd
from churn import data
from churn.features import group

COMPLAINTS = "not working|charged twice|cancel"


@group
def ticket_counts(params: dict) -> pd.DataFrame:
    """How often a customer wrote, in all and in the last quarter."""
    tickets = data.tickets()
    late = tickets[tickets["days_ago"] < 90]
    return by_customer({"tickets": tickets.groupby("customer").size(), "tickets_90": late.groupby("customer").size()})


@group
def ticket_words(params: dict) -> pd.DataFrame:
    """How many tickets complain, and which share of them."""
    tickets = data.tickets()
    angry = tickets["text"].str.contains(COMPLAINTS).groupby(tickets["customer"])
    return by_customer({"complaints": angry.sum(), "complaint_share": angry.mean()})


@group
def ticket_recency(params: dict) -> pd.DataFrame:
    """One over the weeks since the last ticket, so that never is zero."""
    weeks = data.tickets().groupby("customer")["days_ago"].min() / 7
    return by_customer({"recency": 1 / (1 + weeks)})


def by_customer(columns: dict[str, pd.Series]) -> pd.DataFrame:
    """Who never wrote has zero tickets, which is not the same as missing."""
    everyone = pd.Index(range(1, data.CUSTOMERS + 1), name="customer")
    return pd.DataFrame(columns).reindex(everyone).fillna(0)
