"""Words of the trade in general words, for readers of reports. None has an everyday meaning."""

TERMS = {
    "timebox": "the most time that an idea gets before it is decided",
    "hypothesis": "what is expected, put so that a measurement can show it to be wrong",
    "baseline": "what is measured without the change, to compare with",
    "holdout": "data that is kept aside, on which the model never learned",
    "drift": "the data or the results slowly become unlike those on which the model learned",
    "calibrate": "make a model's stated chances agree with what really happens",
    "calibration": "how well a model's stated chances agree with what really happens",
    "sprint": "the weeks for which a team plans its work",
    "spike": "a short look at a question, to know enough to decide",
    "backlog": "work that is planned and not begun",
    "artifact": "a file that a run leaves, such as the trained model",
    "staging": "a copy of production for trying things out",
    "rollback": "going back to the version before",
    "inference": "the use of a trained model",
    "F1": "how well a yes-or-no model finds the right cases without false ones, from 0 to 1, higher is better",
    "AUC": "how well a model puts the right cases first, where 0.5 is chance and 1 is perfect",
    "Brier": "how far stated chances are from what happened, lower is better",
    "RMSE": "the usual size of the error, in which large errors count more, lower is better",
    "MAE": "the average size of the error, lower is better",
}
