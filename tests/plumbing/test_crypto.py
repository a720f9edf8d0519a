"""Encrypted texts: unreadable in the database, never searched, keys that can be changed."""

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models import F
from django.test.utils import isolate_apps

from majup.plumbing.crypto import EncryptedTextField, decrypt, encrypt


@pytest.fixture
def wishes(as_owner):
    """A table of its own with one encrypted column."""
    with isolate_apps("majup.plumbing"):

        class Wish(models.Model):
            note = EncryptedTextField(blank=True, null=True)

            class Meta:
                app_label = "plumbing"
                db_table = "wish_for_test"

            def __str__(self):
                return self.note

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE wish_for_test (id bigserial PRIMARY KEY, note text)")
        cursor.execute("GRANT ALL ON wish_for_test, wish_for_test_id_seq TO majup_app")
    return Wish.objects


def stored() -> list[str | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM wish_for_test ORDER BY id")
        return [note for (note,) in cursor.fetchall()]


@pytest.mark.django_db
def test_the_database_never_sees_the_words(wishes):
    for note in ("Vajadzīgs logopēds", "", None):
        wishes.create(note=note)
    assert list(wishes.order_by("pk").values_list("note", flat=True)) == ["Vajadzīgs logopēds", "", None]
    words, empty, missing = stored()
    assert "logop" not in words
    assert (empty, missing) == ("", None)


@pytest.mark.django_db
def test_the_same_words_look_different_each_time(wishes):
    wishes.bulk_create([wishes.model(note="a"), wishes.model(note="a")])
    first, second = stored()
    assert first != second


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["note", "note__icontains", "note__in", "note__gt"])
def test_searching_is_an_error_instead_of_an_empty_result(wishes, lookup):
    with pytest.raises(FieldError, match="encrypted"):
        list(wishes.filter(**{lookup: "a"}))


@pytest.mark.django_db
def test_present_or_absent_may_be_asked(wishes):
    wishes.create(note="a")
    assert wishes.filter(note__isnull=False).count() == 1
    assert wishes.annotate(same=F("note")).get().same == "a"


def test_keys_are_changed_by_putting_the_new_one_first(settings):
    settings.FIELD_KEY = "old"
    written = encrypt("Ķekava")
    settings.FIELD_KEY = "new, old"
    assert decrypt(written) == "Ķekava"
    rewritten = encrypt("Ķekava")
    settings.FIELD_KEY = "new"
    assert decrypt(rewritten) == "Ķekava"
    with pytest.raises(InvalidToken):
        decrypt(written)
