"""The texts of a column of params."""

from dualtrack.features.runs_table import told_apart


def test_params_that_differ_at_their_end_alone_stay_different() -> None:
    names = [f"resnet50_imagenet_pretrained_lr_{size}" for size in ("small", "large")]
    assert told_apart(names, 24) == ["…net_pretrained_lr_small", "…net_pretrained_lr_large"]
    assert told_apart([names[0], "resnet18"], 24) == ["resnet50_imagenet_pretr…", "resnet18"]
