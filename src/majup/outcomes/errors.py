"""Why an outcome cannot be recorded."""


class OutcomeRefused(Exception):
    """`code` is the rule: unknown_support_kind, in_future, nobody, already_stated, not_returned, already_left,
    no_reason, same_day.
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
