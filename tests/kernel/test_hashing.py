import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majup.kernel.hashing import canonical_json, digest, token, token_digest

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def reversed_keys(value):
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


def test_tokens_are_url_safe_and_never_the_same():
    made = {token() for _ in range(200)}
    assert len(made) == 200
    assert {len(one) for one in made} == {43}
    assert set("".join(made)) <= set(string.ascii_letters + string.digits + "-_")


def test_known_digests():
    assert token_digest("abc") == digest(b"abc")
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_one_spelling():
    assert canonical_json({"b": [1, True, None], "a": "mājup"}) == '{"a":"mājup","b":[1,true,null]}'.encode()


@given(documents)
def test_order_of_keys_makes_no_difference_and_nothing_is_lost(document):
    assert canonical_json(document) == canonical_json(reversed_keys(document))
    assert json.loads(canonical_json(document)) == document


@pytest.mark.parametrize(
    ("document", "error"),
    [
        (float("nan"), ValueError),
        (float("inf"), ValueError),
        ("\ud800", ValueError),
        ({1, 2}, TypeError),
        ({1: "a", "1": "b"}, TypeError),
        (b"bytes", TypeError),
    ],
)
def test_what_json_does_not_have_is_refused(document, error):
    with pytest.raises(error):
        canonical_json(document)
