"""How does this year's list of duties become next year's? Row by row, never twice."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from activities.models import Duty
from portal.access import WrongState


def carry_over(duty):
    """The same duty one year later."""
    kept = {field.attname: getattr(duty, field.attname) for field in Duty._meta.concrete_fields}
    copy = Duty(**kept | {"id": None, "year": duty.year + 1})
    try:
        copy.validate_constraints()
        with transaction.atomic():
            copy.save()
    except (ValidationError, IntegrityError) as refusal:
        raise WrongState(f"“{copy}”已在责任清单里，没有重复添加。") from refusal
    return copy
