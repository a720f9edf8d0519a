"""The project's own checks: the lock, the country-free code, complete translations, sizes of files and functions."""

import ast
import json
import re
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import polib

from majup.config.launch import messages
from majup.config.launch.environment import LOCALE, ROOT

SOURCE = ROOT / "src/majup"
COUNTRY_LETTERS = re.compile("[\u0100-\u017f]")
LONGEST_FUNCTION = 50
LONGEST_FILE = 400


def report(title: str, findings: list[str]) -> int:
    for finding in findings:
        print(f"  {title}: {finding}")
    return 1 if findings else 0


def python_files() -> list[Path]:
    return [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]


def lock_matches() -> int:
    """Every package that is installed stands in the lock with its version, and the other way round."""
    pinned = dict(re.findall(r"^([a-z0-9_.-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.M))
    installed = {re.sub("[-_.]+", "-", d.metadata["Name"]).lower(): d.version for d in distributions()}
    wrong = [f"{name}: lock {v}, here {installed.get(name)}" for name, v in pinned.items() if installed.get(name) != v]
    extra = sorted(set(installed) - set(pinned) - {"pip", "setuptools", "uv", "majup", "wheel"})
    return report("lock", wrong + [f"{name} is installed but not locked" for name in extra])


def country_words() -> re.Pattern[str]:
    """Names of the pack's regions, municipalities and institutions, as whole words."""
    regions, places, institutions = (
        json.loads((SOURCE / f"packs/lv/{name}.json").read_text())
        for name in ("regions", "municipalities", "institutions")
    )
    names = {text for row in regions for text in row["name"].values()}
    names |= {row[key].split()[0] for row in places for key in ("name", "name_en")}
    names |= {row["abbreviation"] for row in institutions if row["abbreviation"]}
    return re.compile(r"\b(" + "|".join(sorted(map(re.escape, names))) + r")\b")


def no_country_in_code() -> int:
    """No Latvian letter, institution or place stands in the code; they live in packs/ and locale/."""
    words = country_words()
    files = [
        path
        for pattern in ("*.py", "*.html", "*.css", "*.js", "*.typ", "*.txt", "*.sql")
        for path in SOURCE.rglob(pattern)
        if not {"packs", "locale", "vendor"} & set(path.relative_to(SOURCE).parts)
    ]
    return report(
        "country",
        [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
            for path in files
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if COUNTRY_LETTERS.search(line) or words.search(line)
        ],
    )


def translations_complete() -> int:
    """Every message used in the code has a translation that is not merely the message again.

    Of a language that exists in part (`public_languages` of the pack), what there is must be right.
    """
    from majup.config.launch.extract import used_messages  # noqa: PLC0415 -- babel reads all sources, only wanted here

    used, complete = used_messages(SOURCE), json.loads((SOURCE / "packs/lv/pack.json").read_text())["languages"]
    findings = []
    for language in (folder for folder in LOCALE.iterdir() if folder.is_dir() and folder.name != "en"):
        findings += messages.two_ways(language)
        known = {(entry.msgctxt, entry.msgid): entry for entry in messages.catalogue(language)}
        if language.name not in complete:
            findings += [f"{language.name}: “{key[1][:60]}” is not used any more" for key in known.keys() - used.keys()]
            used_here = {key: where for key, where in used.items() if key in known}
        else:
            used_here = used
        for key, where in sorted(used_here.items(), key=str):
            findings += [f"{language.name}: {where}: {problem}" for problem in _problems(key, known.get(key))]
    return report("translations", findings)


SAME_IN_BOTH = re.compile(r"^[\W\d]*$|^(PDF|CSV|XLSX|IMAP|SMTP|API|English|Majup|Facebook|Instagram|TikTok|OK)$")


def _problems(key: tuple[str | None, str], entry: polib.POEntry | None) -> list[str]:
    if entry is None:
        return [f"“{key[1][:60]}” has no translation"]
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if any(not text for text in texts):
        return [f"“{key[1][:60]}” is translated in part"]
    if "fuzzy" in entry.flags:
        return [f"“{key[1][:60]}” is fuzzy"]
    if (
        not entry.msgid_plural
        and entry.msgstr == entry.msgid
        and not SAME_IN_BOTH.match(re.sub(r"%\(\w+\)\w|\{\w*\}", "", entry.msgid))
    ):
        return [f"“{key[1][:60]}” is a copy of the message"]
    return []


LONGEST_AVERAGE = 15  # words a sentence, over all texts of a kind: people read them tired, on a phone, in a hurry
SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]")  # what has no full stop is a title or a label
READ_BY_FAMILIES = ("faq", "guides", "steps", "situations", "self_check", "ready", "blocks")


def sentences_short() -> int:
    """Guides, steps and answers in the main language average at most 15 words a sentence."""
    findings = []
    for name in READ_BY_FAMILIES:
        rows = json.loads((SOURCE / f"packs/lv/{name}.json").read_text())
        sentences = [one for text in _texts(rows, "lv") for one in SENTENCE.findall(text) if len(one.split()) > 1]
        average = sum(len(one.split()) for one in sentences) / len(sentences)
        print(f"  {name}: {average:.1f} words a sentence, {len(sentences)} sentences")
        if average > LONGEST_AVERAGE:
            findings.append(f"{name}.json: {average:.1f} words a sentence, at most {LONGEST_AVERAGE}")
    return report("sentences", findings)


def _texts(value: Any, language: str) -> list[str]:
    """Every text in `language` anywhere in `value`; what a law is called is no sentence."""
    if isinstance(value, dict):
        own = [value[language]] if isinstance(value.get(language), str) else []
        return own + [text for key, part in value.items() if key != "basis" for text in _texts(part, language)]
    return [text for part in value for text in _texts(part, language)] if isinstance(value, list) else []


def sizes() -> int:
    """No function over 50 lines, no file over 400."""
    findings = []
    for path in python_files():
        text = path.read_text()
        if len(text.splitlines()) > LONGEST_FILE:
            findings.append(f"{path.relative_to(ROOT)} has {len(text.splitlines())} lines")
        findings += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
        ]
    return report("sizes", findings)
