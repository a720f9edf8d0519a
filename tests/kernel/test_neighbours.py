import pytest
from hypothesis import given
from hypothesis import strategies as st

from majup.kernel.neighbours import deletions, one_edit_away, within_one_edit

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
folded_words = st.text(LETTERS, min_size=1, max_size=20)
few_letters = st.text("ab1", max_size=6)


def insert(word, at, letter):
    return word[:at] + letter + word[at:]


def delete(word, at):
    return word[:at] + word[at + 1 :]


def substitute(word, at, letter):
    return word[:at] + letter + word[at + 1 :]


def swap(word, at):
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def edits_at_every_position(word, letter):
    places = range(len(word))
    return [
        *(insert(word, at, letter) for at in range(len(word) + 1)),
        *(delete(word, at) for at in places),
        *(substitute(word, at, letter) for at in places),
        *(swap(word, at) for at in places[:-1]),
    ]


def distance(a, b):
    """Optimal string alignment distance, by the table of the textbook."""
    rows = [list(range(len(b) + 1))]
    for i, left in enumerate(a, 1):
        row = [i]
        for j, right in enumerate(b, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and a[i - 2 : i] == right + b[j - 2]:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


class TestDeletions:
    def test_known(self):
        assert deletions("anna") == {"anna", "nna", "ana", "ann"}
        assert deletions("a") == {"a", ""}
        assert deletions("") == {""}

    @given(folded_words)
    def test_at_most_one_more_than_the_word_has_letters(self, word):
        assert word in deletions(word)
        assert {len(shorter) for shorter in deletions(word) - {word}} == {len(word) - 1}
        assert len(deletions(word)) <= len(word) + 1


class TestOneEdit:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("berzinss", "berzins"),
            ("brzins", "berzins"),
            ("berzims", "berzins"),
            ("ebrzins", "berzins"),
            ("berzisn", "berzins"),
            ("xberzins", "berzins"),
            ("erzins", "berzins"),
            ("berzins", "berzins"),
            ("a", ""),
        ],
    )
    def test_one_error_is_forgiven(self, typed, meant):
        assert within_one_edit(typed, meant) is within_one_edit(meant, typed) is True

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("ab", "bc"), ("berzins", "brezisn"), ("kalns", "kalnins"), ("abc", "cba"), ("ab", ""), ("abcd", "badc")],
    )
    def test_two_errors_are_not(self, typed, meant):
        assert within_one_edit(typed, meant) is within_one_edit(meant, typed) is False

    def test_sharing_a_deletion_is_not_enough(self):
        assert deletions("ab") & deletions("bc") == {"b"}
        assert within_one_edit("ab", "bc") is False

    @given(folded_words, st.sampled_from(LETTERS))
    def test_every_single_edit_at_every_position_is_found_and_accepted(self, word, letter):
        for edited in edits_at_every_position(word, letter):
            assert deletions(word) & deletions(edited), edited
            assert within_one_edit(word, edited), edited

    @given(folded_words, folded_words)
    def test_random_words(self, a, b):
        assert within_one_edit(a, b) == (distance(a, b) <= 1)

    @given(few_letters, few_letters)
    def test_words_of_few_letters(self, a, b):
        """Words so much alike that distances of one and two are common."""
        assert within_one_edit(a, b) == (distance(a, b) <= 1)

    @given(folded_words, st.sampled_from(LETTERS), st.sampled_from(LETTERS), st.data())
    def test_two_edits_are_rejected_when_they_do_not_cancel(self, word, first, second, data):
        once = data.draw(st.sampled_from(edits_at_every_position(word, first)))
        twice = data.draw(st.sampled_from(edits_at_every_position(once, second)))
        assert within_one_edit(word, twice) == (distance(word, twice) <= 1)


class TestOneEditAway:
    def test_known(self):
        assert one_edit_away("ab", "a") == {"aab", "aba", "aa", "a", "b", "ba"}

    @given(few_letters, few_letters)
    def test_writes_out_exactly_the_words_within_one_edit(self, a, b):
        reached = one_edit_away(a, "".join(sorted({*b, "1"})))
        assert (b in reached) == (b not in {a, ""} and within_one_edit(a, b))
