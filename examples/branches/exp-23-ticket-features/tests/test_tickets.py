from churn.data import CUSTOMERS
from churn.tickets import ticket_counts, ticket_words


def test_who_never_wrote_has_zero_tickets():
    columns = ticket_counts({})
    assert len(columns) == CUSTOMERS
    assert (columns["tickets"] == 0).any()


def test_nobody_complains_more_often_than_they_write():
    assert (ticket_words({})["complaints"] <= ticket_counts({})["tickets"]).all()
