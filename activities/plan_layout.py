"""How the form of a plan is laid out: 活动内容, 时间和地点, 参加单位, 经费和中央八项规定."""

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout

CLASHES = """<div class="lm-gap" data-clashes aria-live="polite">
{% include "activities/_clashes.html" with clashes=clashes only %}</div>"""


def plan_layout(form):
    """The four sections; only those fields that make sense for this plan."""
    who = [Field("units", wrapper_class="lm-checks lm-checks-wide")] if form.own_units else []
    late = [Div("is_late_record", css_class="lm-gap")] if form.offers_late_record else []
    return Layout(
        "version",
        "uid",
        Fieldset(
            "一、活动内容",
            Field("type", css_class="lm-w-m"),
            "title",
            Field("forms", wrapper_class="is-short"),
            "plan",
            css_class="lm-part",
        ),
        Fieldset(
            "二、时间和地点",
            Div("date", "starts", "ends", css_class="lm-three lm-when"),
            Field("last_date", css_class="lm-w-m"),
            *late,
            HTML(CLASHES),
            "place_name",
            HTML('{% include "activities/_bases.html" with bases=form.bases only %}'),
            css_class="lm-part",
        ),
        Fieldset(
            "三、参加单位",
            *who,
            "partners",
            "guests",
            AppendedText("expected_count", "人", wrapper_class="lm-w-s"),
            "signup_open",
            Div("signup_limit", "signup_until", css_class="lm-pair lm-nest"),
            css_class="lm-part",
        ),
        Fieldset(
            "四、经费和中央八项规定",
            Div(AppendedText("budget", "元"), "funding", "transport", "meals", css_class="lm-pair"),
            "austerity_confirmed",
            css_class="lm-part",
        ),
    )
