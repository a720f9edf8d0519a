"""The next best question: the one whose answer decides most measures."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from majup.rules.answers import Answer
from majup.rules.decide import Verdict, answer_of, lacking
from majup.rules.fields import Facts, Field, Fields
from majup.rules.tree import leaves


@dataclass(frozen=True)
class Question:
    """A field to ask; `decides` is how many measures its answer may decide, `touches` how many wait for it."""

    field: Field
    decides: int
    touches: int


def questions(
    verdicts: Iterable[Verdict],
    facts: Facts,
    fields: Fields,
    *,
    chosen: Collection[str] = (),
    known_not: Collection[str] = (),
) -> list[Question]:
    """What could be asked, best first.

    A sensitive field is asked only for the measures in `chosen` (B-78). `known_not` are fields to which the family said
    that it does not know: they are not asked again.
    """
    decides: Counter[str] = Counter()
    touches: Counter[str] = Counter()
    for verdict in verdicts:
        askable = [
            code for code in verdict.missing if _may_ask(fields[code], verdict, chosen) and code not in known_not
        ]
        touches.update(askable)
        decides.update(code for code in askable if _decides(verdict, code, facts))
    found = [Question(fields[code], decides[code], touches[code]) for code in touches]
    return sorted(found, key=lambda question: (-question.decides, -question.touches, question.field.order))


def _may_ask(field: Field, verdict: Verdict, chosen: Collection[str]) -> bool:
    return not field.sensitive or verdict.rule.code in chosen


def _decides(verdict: Verdict, code: str, facts: Facts) -> bool:
    """Whether some answer to `code` alone would make the measure a yes or a no."""
    assert verdict.node is not None  # noqa: S101 -- something is missing, so there are conditions
    known = {id(finding.leaf.test): finding.answer for finding in verdict.findings}
    asked = {id(leaf.test) for leaf in leaves(verdict.node) if set(lacking(leaf.test, facts)) == {code}}
    return any(_with(verdict, known, asked, answer) for answer in (Answer.YES, Answer.NO))


def _with(verdict: Verdict, known: Mapping[int, Answer], asked: set[int], answer: Answer) -> bool:
    supposed = {key: answer if key in asked else value for key, value in known.items()}
    assert verdict.node is not None  # noqa: S101 -- see above
    return answer_of(verdict.node, supposed) != Answer.UNKNOWN
