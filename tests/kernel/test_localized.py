import pytest

from majup.kernel.localized import LocalizedTextError, Picked, checked_texts, is_complete, missing_languages, pick

BOTH = {"lv": "Mājoklis", "en": "Housing", "ru": " "}


class TestPick:
    @pytest.mark.parametrize(
        ("texts", "language", "fallbacks", "picked"),
        [
            (BOTH, "en", ["lv"], Picked("Housing", "en")),
            (BOTH, "lv", [], Picked("Mājoklis", "lv")),
            (BOTH, "en-GB", ["lv"], Picked("Housing", "en")),
            (BOTH, "ru", ["de", "lv"], Picked("Mājoklis", "lv")),
            ({"lv": "Mājoklis"}, "en", ["lv"], Picked("Mājoklis", "lv")),
            ({"lv": "Mājoklis"}, "en", [], Picked("", "")),
            ({"lv": "", "en": "\n"}, "lv", ["en"], Picked("", "")),
            ({}, "lv", ["en"], Picked("", "")),
        ],
    )
    def test_own_language_then_fallbacks_then_nothing(self, texts, language, fallbacks, picked):
        assert pick(texts, language, fallbacks) == picked


class TestComplete:
    def test_blank_is_missing(self):
        assert is_complete(BOTH, ["lv", "en"]) is True
        assert is_complete(BOTH, ["lv", "ru"]) is False
        assert missing_languages(BOTH, ["de", "lv", "ru"]) == ("de", "ru")
        assert is_complete({}, []) is True


class TestChecked:
    def test_stripped_and_without_blanks(self):
        assert checked_texts({"lv": " Mājoklis\n", "en-GB": "Housing", "ru": " "}) == {
            "lv": "Mājoklis",
            "en-GB": "Housing",
        }

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("Mājoklis", "not-an-object"),
            (None, "not-an-object"),
            (["lv"], "not-an-object"),
            ({"lv": None}, "not-a-text"),
            ({"lv": {"lv": "x"}}, "not-a-text"),
            ({"": "x"}, "bad-language"),
            ({"l v": "x"}, "bad-language"),
            ({1: "x"}, "bad-language"),
        ],
    )
    def test_refused_with_a_code(self, value, code):
        with pytest.raises(LocalizedTextError) as caught:
            checked_texts(value)
        assert caught.value.code == code
