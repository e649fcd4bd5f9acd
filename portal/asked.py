"""What people ask for in an address or a form, read without ever failing."""


def whole_number(text, digits=9):
    """The number in `text`, from 0 and of at most so many digits, or None: “²”, “-1” and "" are none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None
