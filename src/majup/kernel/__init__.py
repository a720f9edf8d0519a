"""Words and rules of thumb without Django: text, periods, money, localized texts.

Everything here is plain Python that takes and returns plain values, so that it can be tested
without a database and used by every other stage.
"""
