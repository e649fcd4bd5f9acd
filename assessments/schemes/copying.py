"""沿用: the scheme of one period as the draft of another."""


def copy(scheme, period_key, title, *, by):
    """A draft with the same indicators, rules and grades; each knows where it comes from (`origin`)."""
    raise NotImplementedError("follows")
