"""The public names are the public names."""

import importlib

import trustsim


def test_there_are_at_most_twenty_public_names():
    assert len(trustsim.__all__) <= 20


def test_every_public_name_is_there_and_none_is_listed_twice():
    assert len(set(trustsim.__all__)) == len(trustsim.__all__)
    for name in trustsim.__all__:
        assert hasattr(importlib.import_module("trustsim"), name), name
