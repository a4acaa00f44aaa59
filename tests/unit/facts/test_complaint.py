"""Complaints in people's words: known ones are recognised, others are not guessed at."""

from __future__ import annotations

import pytest

from troubleshooter.catalog import load
from troubleshooter.facts.complaint import heard, speaks_our_words
from troubleshooter.model import Complaint

COMPLAINTS = load().complaints

SPOKEN = [
    ("gradients are None", "gradients-none"),
    ("The gradients w.r.t. my scale are all zero.", "gradients-none"),
    ("tape.gradient returns None, the grads vanish", "gradients-none"),
    ("loss stays at 0.69", "loss-flat"),
    ("my loss doesn't decrease at all", "loss-flat"),
    ("the accuracy is stuck at 50 %", "loss-flat"),
    ("The model isn’t learning anything", "loss-flat"),
    ("val_loss is nan after two epochs, the loss is NaN", "not-finite"),
    ("weights do not change after loading", "weights-still"),
    ("the kernel of my inner layer never gets updated", "weights-still"),
    ("my variable does not show up in model.summary()", "weights-unseen"),
    ("trainable parameters: 0", "weights-unseen"),
    ("after loading, the predictions are different", "weights-lost"),
    ("When I reload the model my weights are gone", "weights-lost"),
    ("I can't load the saved model", "loading-fails"),
    ("model.save raises", "loading-fails"),
    ("saving the model fails", "loading-fails"),
    ("predictions change with the batch size", "rows-mixed"),
    ("works with batch size 32 but crashes for other batch sizes: batch 16 fails", "batch-size"),
    ("the output shape is wrong", "wrong-shape"),
    ("it returns None", "gives-none"),
    ("I get the same noise in every batch, random values stay the same", "random-wrong"),
    ("all predictions are identical", "output-constant"),
    ("predict gives different results than training", "training-differs"),
    ("training is really slow", "slow"),
    ("is x *= 2 an in-place operation?", "in-place"),
]
UNKNOWN = [
    "it does not work",
    "help please",
    "the thing is broken somehow",
    "my pizza is cold",
    "",
    "weights",
    "I use keras 3 with a Lambda layer.",
    "The loss is fine. Nothing else.",
    "gradient boosting is nice",
]


@pytest.mark.parametrize(("text", "name"), SPOKEN)
def test_known_words(text: str, name: str) -> None:
    names = [one.name for one in heard(text, COMPLAINTS)]
    assert name in names


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown_words_are_not_guessed_at(text: str) -> None:
    assert heard(text, COMPLAINTS) == ()


def test_the_words_of_two_sentences_are_not_joined() -> None:
    assert heard("The loss is 0.3. Nothing happens when I change the size of the window.", COMPLAINTS) == ()


def test_words_of_ours() -> None:
    assert speaks_our_words("the predictions of my network look strange", COMPLAINTS)
    assert not speaks_our_words("what is the weather", COMPLAINTS)


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=lambda one: one.name)
def test_what_it_reads_as_is_heard_as_itself(complaint: Complaint) -> None:
    assert complaint in heard(complaint.reads_as, COMPLAINTS)
