"""What the bench compares with gives the same answers, so that the ratio is one of speed alone."""

from dataclasses import replace
from random import Random

from majup.config.bench import rules as bench
from majup.config.bench.openfisca import Openfisca
from majup.rules.answers import Answer
from majup.rules.decide import Sheet
from majup.rules.pack import book_of, rules_of
from majup.rules.tree import leaves
from tests.support.rules import PACK


def test_openfisca_counts_the_same_yes_on_fully_known_households():
    book = book_of(PACK)
    rules = [replace(rule, open=()) for rule in bench.make_rules(book, rules_of(PACK))]
    assert len(rules) == bench.MEASURES
    assert sum(len(list(leaves(rule.node))) for rule in rules) / len(rules) >= 3
    sheet, fields, random = Sheet(rules, bench.ON), bench._fields_of(rules, book), Random(3)
    households = [bench.household(fields, random, 0.0) for _ in range(60)]
    verdicts = [sheet.verdicts(facts) for facts in households]
    ours = {rule.code: sum(row[place].answer == Answer.YES for row in verdicts) for place, rule in enumerate(rules)}
    rows = [tuple(facts[field.code] for field in fields) for facts in households]
    assert Openfisca(sheet, fields, rows).counts() == ours
    assert sum(ours.values()) > 500
