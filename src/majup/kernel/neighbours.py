"""Finding a word with one typing error, by equality alone.

Under row-level security PostgreSQL uses an index for `=` but not for LIKE or trigrams. So each word
of the vocabulary is stored together with all its deletions (the word itself and the word with any
one character left out), one row each. A query looks up its own deletions among them by equality:

    vocabulary "berzins"  ->  berzins, erzins, brzins, bezins, ...
    query      "berzinss" ->  berzinss, ..., berzins           shares "berzins"
    query      "bersins"  ->  bersins, ..., beins              shares "beins"

Two words that are one insertion, deletion, substitution or swap of neighbours apart always share a
deletion. The reverse does not hold ("ab" and "bc" share "b"), so every word found is verified with
`within_one_edit`. A word of n characters has at most n + 1 deletions.
"""


def deletions(word: str) -> frozenset[str]:
    """Return `word` and every word that is left when one of its characters is taken out.

    Give folded words. The empty string belongs to the deletions of a single character and to its own.
    """
    shorter = {word[:at] + word[at + 1 :] for at in range(len(word))}
    return frozenset(shorter | {word})


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
