from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majup.kernel.validation import EmailError, PhoneError, normal_email, normal_phone


class TestEmail:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            (" Anna.Berzina@Example.COM ", "anna.berzina@example.com"),
            ("a+b@mail.example.org", "a+b@mail.example.org"),
            ("o'neil_1@example.co.uk", "o'neil_1@example.co.uk"),
            ("anna@mājas.example", "anna@xn--mjas-qsa.example"),
            ("a@b-c.example", "a@b-c.example"),
        ],
    )
    def test_one_form(self, typed, stored):
        assert normal_email(typed) == stored
        assert normal_email(stored) == stored

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("", "empty"),
            (" ", "empty"),
            ("anna", "malformed"),
            ("@example.com", "malformed"),
            ("anna@", "malformed"),
            ("anna@example", "malformed"),
            ("anna@@example.com", "malformed"),
            ("a b@example.com", "malformed"),
            ("anna@example..com", "malformed"),
            ("anna@-example.com", "malformed"),
            ("anna@127.0.0.1", "malformed"),
            (".anna@example.com", "malformed"),
            ("an..na@example.com", "malformed"),
            ("Anna <anna@example.com>", "malformed"),
            ("anna@example.com, b@example.com", "malformed"),
            ("anna@example.com\nBcc: x@example.com", "malformed"),
            ("jānis@example.com", "malformed"),
            ("a@" + "b" * 64 + ".com", "malformed"),
            ("a" * 65 + "@example.com", "too-long"),
            ("a@" + "b." * 150 + "com", "too-long"),
            ("a" * 100_000, "too-long"),
        ],
    )
    def test_refused_with_a_code(self, typed, code):
        with pytest.raises(EmailError) as caught:
            normal_email(typed)
        assert (caught.value.code, caught.value.value) == (code, typed)

    @given(st.text(max_size=40))
    def test_any_text_is_an_address_or_refused(self, text):
        with suppress(EmailError):
            assert normal_email(text).isascii()


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "region", "stored"),
        [
            ("29123456", "LV", "+37129123456"),
            ("29 123 456", "LV", "+37129123456"),
            ("+371 29-123-456", None, "+37129123456"),
            ("00371 29123456", "GB", "+37129123456"),
            ("00371 29123456", "US", "+37129123456"),
            ("00371 29123456", None, "+37129123456"),
            ("(+371) 67 026 929", "LV", "+37167026929"),
            ("(00371) 67 026 929", "LV", "+37167026929"),
            ("+44 (0)20 7946 0018", "LV", "+442079460018"),
            ("020 7946 0018", "GB", "+442079460018"),
            ("+353 87 123 4567", "LV", "+353871234567"),
        ],
    )
    def test_one_form(self, typed, region, stored):
        assert normal_phone(typed, region) == stored
        assert normal_phone(stored, None) == stored

    @pytest.mark.parametrize(
        ("typed", "region", "code"),
        [
            ("", "LV", "empty"),
            ("call me", "LV", "malformed"),
            ("29123456 evenings", "LV", "malformed"),
            ("---", "LV", "malformed"),
            ("29123456", None, "no-country"),
            ("29123456", "XX", "no-country"),
            ("+999 1234567", "LV", "no-country"),
            ("29", "LV", "too-short"),
            ("2912345", "LV", "too-short"),
            ("+371 29", None, "too-short"),
            ("291234567890", "LV", "too-long"),
            ("+371 2912345678901234567", None, "too-long"),
            ("11111111", "LV", "no-such-number"),
        ],
    )
    def test_refused_with_a_code(self, typed, region, code):
        with pytest.raises(PhoneError) as caught:
            normal_phone(typed, region)
        assert (caught.value.code, caught.value.value) == (code, typed)

    @given(st.text(st.sampled_from("0123456789+-() ./,x٣"), max_size=30), st.sampled_from(["LV", "US", None]))
    def test_any_text_is_a_number_or_refused(self, text, region):
        with suppress(PhoneError):
            assert normal_phone(text, region).removeprefix("+").isdigit()
