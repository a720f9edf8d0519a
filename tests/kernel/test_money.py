from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majup.kernel.money import LARGEST, AmountError, format_amount, parse_amount

amounts = st.decimals(Decimal(0), LARGEST, places=2)


def refusal(function, *arguments):
    with pytest.raises(AmountError) as caught:
        function(*arguments)
    return caught.value.code


class TestParse:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("1 200,50", "1200.50"),
            ("1200.5", "1200.50"),
            ("1200", "1200.00"),
            ("1,200.50", "1200.50"),
            ("1.200,50", "1200.50"),
            ("1.234.567", "1234567.00"),
            ("1\u00a0200", "1200.00"),
            ("1\u202f200,5", "1200.50"),
            ("1'200.00", "1200.00"),
            ("9 000 €", "9000.00"),
            ("€9 000", "9000.00"),
            ("EUR 12,30", "12.30"),
            ("12,30 eur", "12.30"),
            ("9 000,-", "9000.00"),
            ("0,05", "0.05"),
            ("007", "7.00"),
            (" 0 ", "0.00"),
        ],
    )
    def test_as_people_type(self, text, amount):
        assert str(parse_amount(text)) == amount

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "empty"),
            ("  ", "empty"),
            ("€", "empty"),
            ("about 500", "malformed"),
            ("12 34", "malformed"),
            ("1 2000", "malformed"),
            ("1,2,3", "malformed"),
            ("1.200,50.10", "malformed"),
            ("1,20,000.00", "malformed"),
            (",50", "malformed"),
            ("50,", "malformed"),
            ("1e5", "malformed"),
            ("NaN", "malformed"),
            ("\N{ARABIC-INDIC DIGIT FIVE}0", "malformed"),
            ("12 $", "malformed"),
            ("-5", "negative"),
            ("€ -5", "negative"),
            ("\N{MINUS SIGN}5", "negative"),
            ("1.200", "ambiguous"),
            ("9,000", "ambiguous"),
            ("0.500", "too-precise"),
            ("1200,505", "too-precise"),
            ("1,5000", "too-precise"),
            ("12345678901", "too-large"),
        ],
    )
    def test_refused_with_a_code(self, text, code):
        assert refusal(parse_amount, text) == code

    def test_the_language_settles_only_what_it_can(self):
        assert parse_amount("9,000", "en") == Decimal("9000.00")
        assert refusal(parse_amount, "9.000", "en") == "ambiguous"
        assert refusal(parse_amount, "9,000", "lv") == refusal(parse_amount, "9.000", "lv") == "ambiguous"

    @given(st.text(st.sampled_from("0123456789.,'- €\u00a0EURx"), max_size=20))
    def test_any_text_is_an_amount_or_refused(self, text):
        with suppress(AmountError):
            assert parse_amount(text).as_tuple().exponent == -2


class TestFormat:
    @pytest.mark.parametrize(
        ("amount", "lv", "en"),
        [
            ("9000", "9\u00a0000\u00a0€", "€9,000"),
            ("1200.5", "1\u00a0200,50\u00a0€", "€1,200.50"),
            ("643529.00", "643\u00a0529\u00a0€", "€643,529"),
            ("0", "0\u00a0€", "€0"),
            ("0.005", "0,01\u00a0€", "€0.01"),
            ("-12.3", "-12,30\u00a0€", "-€12.30"),
            ("-0.001", "0\u00a0€", "€0"),
            ("9999999999.99", "9\u00a0999\u00a0999\u00a0999,99\u00a0€", "€9,999,999,999.99"),
        ],
    )
    def test_by_language(self, amount, lv, en):
        assert format_amount(Decimal(amount), "lv") == lv
        assert format_amount(Decimal(amount), "en") == format_amount(Decimal(amount), "en-GB") == en

    def test_unknown_language_and_other_currency(self):
        assert format_amount(Decimal(9000), "et", "kr") == "9\u00a0000\u00a0kr"

    @pytest.mark.parametrize(
        ("amount", "code"), [("NaN", "malformed"), ("Infinity", "malformed"), ("1e10", "too-large")]
    )
    def test_refused(self, amount, code):
        assert refusal(format_amount, Decimal(amount), "lv") == code

    @given(amounts, st.sampled_from(["lv", "en"]))
    def test_what_we_write_we_read(self, amount, language):
        assert parse_amount(format_amount(amount, language), language) == amount
