"""Facts as they would be if one record were different."""

from dataclasses import replace


def with_item(facts, item, counts):
    """Facts in which this item counts, or does not; a figure that was given moves by the item's amount."""
    items = tuple(replace(one, counts=counts) if one is item else one for one in facts.items)
    return with_items(facts, items)


def with_items(facts, items):
    """Facts with other items. A given figure moves by what the items that count now come to more or less."""
    if facts.amount is None:
        return replace(facts, items=items)
    before, after = replace(facts, amount=None), replace(facts, items=items, amount=None)
    return replace(after, amount=facts.figure - before.figure + after.figure)
