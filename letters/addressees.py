"""主送: how the units are named on the paper, in the official order."""


def line(letter, recipient=None):
    """The words before the colon: one unit by its full name, several by their short ones, or as the letter says."""
    if recipient is not None:
        return recipient.organization.name
    if letter.to:
        return letter.to
    names = list(letter.organizations.values_list("name", "short_name"))
    return names[0][0] if len(names) == 1 else "、".join(short for _, short in names)
