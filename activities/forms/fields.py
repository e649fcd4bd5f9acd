"""Form fields for figures as an office types them, for days and for several rows."""

from decimal import Decimal

from django import forms

from activities.duties.window import YEARS

LONGEST_KEY = 18  # digits that fit any database
NOT_A_NUMBER = "只填数字，如 8700；没有就留空。"


class FigureField(forms.DecimalField):
    """An exact figure: 8700, 8,700 or ８，７００; empty is none, 0 is a zero."""

    widget = forms.TextInput

    def __init__(self, *, decimals, whole_digits=12, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(
            min_value=0, max_digits=whole_digits + decimals, decimal_places=decimals, localize=False, **kwargs
        )
        self.widget.attrs["inputmode"] = "decimal" if decimals else "numeric"
        self.error_messages["invalid"] = NOT_A_NUMBER
        places = f"最多 {decimals} 位小数。" if decimals else "填整数，不带小数。"
        self.error_messages["max_decimal_places"] = places
        self.validators = [_in_words(validator, places, whole_digits) for validator in self.validators]

    def to_python(self, value):
        if isinstance(value, str):
            value = value.translate(_AS_TYPED).strip()
        return super().to_python(value)

    def prepare_value(self, value):
        return plain(value) if isinstance(value, Decimal) else value


def plain(value, grouping=""):
    """8700 for 8700.00 and 1980.5 for 1980.50: as a person would have typed it."""
    written = f"{Decimal(value):{grouping}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


_AS_TYPED = str.maketrans("０１２３４５６７８９．－", "0123456789.-", ",， 　")


def _in_words(validator, places, whole_digits):
    """Django's own sentences speak of decimal places and total digits; ours say what to do."""

    def validate(value):
        try:
            validator(value)
        except forms.ValidationError as error:
            words = {
                "min_value": "不能是负数。",
                "max_decimal_places": places,
                "max_digits": "数字太大，请核对。",
                "max_whole_digits": "数字太大，请核对。",
            }
            raise forms.ValidationError(words.get(error.code, NOT_A_NUMBER), code=error.code) from None

    return validate


def require_reachable(moment):
    """A day or moment of the years the portal plans in; far outside them no time zone can be reckoned with."""
    if moment.year not in YEARS:
        raise forms.ValidationError(f"年份应在 {YEARS[0]} 到 {YEARS[-1]} 之间，请核对。", "unreachable")


class DayField(forms.DateField):
    default_validators = [require_reachable]


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows. A key no row can have is refused as unknown; Django would hand it to the database, which fails."""

    def _check_values(self, value):
        for key in value:
            if len(str(key)) > LONGEST_KEY:
                raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": "…"})
        return super()._check_values(value)
