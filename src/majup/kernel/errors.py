"""The one shape of refusal in the kernel: a code for the program, no sentence for a person."""


class CodedError(ValueError):
    """A value was refused; `code` says why, in lower-case words joined by hyphens.

    Pages map (class, code) to a translated sentence; the kernel writes none. `value` is the
    refused input as it was given and may be personal: do not log it.
    """

    def __init__(self, code: str, value: object = None) -> None:
        """Keep the code as the exception's only text."""
        super().__init__(code)
        self.code = code
        self.value = value
