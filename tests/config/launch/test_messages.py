"""The translation files of all areas make one catalogue."""

from majup.config.launch.messages import two_ways

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_a_message_that_two_areas_translate_differently_is_named(tmp_path):
    parts = tmp_path / "lv/LC_MESSAGES/parts"
    parts.mkdir(parents=True)
    same = 'msgid "Day"\nmsgstr "Diena"\n\n'
    (parts / "cases.po").write_text(HEAD + same + 'msgid "From"\nmsgstr "No kā"\n')
    (parts / "offers.po").write_text(HEAD + same + 'msgctxt "period"\nmsgid "From"\nmsgstr "No"\n')
    assert two_ways(tmp_path / "lv") == []
    (parts / "outcomes.po").write_text(HEAD + 'msgid "From"\nmsgstr "No"\n')
    assert two_ways(tmp_path / "lv") == ["lv: “From” differs in cases.po and outcomes.po"]
