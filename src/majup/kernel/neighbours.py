"""Finding a word with one typing error, by equality alone.

Under row-level security PostgreSQL uses an index for `=` but not for LIKE or trigrams. So every word that is one slip
away from the one typed is written out (`one_edit_away`: about 400 for a name, 250 for a telephone number, 2,000 for an
e-mail address) and each is looked up by equality. That costs 0.5 to 5 ms among four million words and needs nothing
stored: no list of everybody's names that outlives them, and nothing to keep in step.
"""


def deletions(word: str) -> frozenset[str]:
    """Return `word` and every word that is left when one of its characters is taken out.

    Give folded words. The empty string belongs to the deletions of a single character and to its own.
    """
    shorter = {word[:at] + word[at + 1 :] for at in range(len(word))}
    return frozenset(shorter | {word})


def one_edit_away(word: str, alphabet: str) -> frozenset[str]:
    """Return every other word that one insertion, deletion, substitution or swap of neighbours makes of `word`.

    Characters that come in are those of `alphabet`. Give folded words.
    """
    places = range(len(word))
    longer = {word[:at] + char + word[at:] for at in range(len(word) + 1) for char in alphabet}
    other = {word[:at] + char + word[at + 1 :] for at in places for char in alphabet}
    swapped = {word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :] for at in places[:-1]}
    return frozenset((deletions(word) | longer | other | swapped) - {word, ""})


def within_one_edit(a: str, b: str) -> bool:
    """Say whether `a` becomes `b` by at most one insertion, deletion, substitution or adjacent swap."""
    if abs(len(a) - len(b)) > 1:
        return False
    at = _common_prefix(a, b)
    rest_a, rest_b = a[at:], b[at:]
    if len(rest_a) != len(rest_b):
        longer, shorter = sorted((rest_a, rest_b), key=len, reverse=True)
        return longer[1:] == shorter
    swapped = rest_a[1:2] + rest_a[:1] == rest_b[:2] and rest_a[2:] == rest_b[2:]
    return rest_a[1:] == rest_b[1:] or swapped


def _common_prefix(a: str, b: str) -> int:
    for at, (left, right) in enumerate(zip(a, b, strict=False)):
        if left != right:
            return at
    return min(len(a), len(b))
