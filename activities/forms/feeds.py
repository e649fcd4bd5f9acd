from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from activities.calendars.filters import COMMITTEE, CalendarFilter, choices_for
from activities.models import Feed


class FeedForm(forms.ModelForm):
    """A feed is a filter with a name: what the calendar showed when 订阅日历 was pressed is filled in."""

    alliance = forms.TypedChoiceField(label="联盟", required=False, coerce=int, empty_value=None)
    type = forms.TypedChoiceField(label="活动类型", required=False, coerce=int, empty_value=None)
    mine = forms.BooleanField(label="只看本单位牵头或受邀的", required=False)

    class Meta:
        model = Feed
        fields = ["name", "with_alarm"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args, user, asked, **kwargs):
        self.alliances, self.types = choices_for(user)
        filters = CalendarFilter.read(asked).known(self.alliances, self.types, user)
        initial = {"name": self._name(filters), **filters.saved(), "mine": filters.mine}
        super().__init__(*args, initial=initial, **kwargs)
        alliances = [(each.pk, each.short_name) for each in self.alliances]
        self.fields["alliance"].choices = [("", "全部联盟"), *alliances, (COMMITTEE, "工委本级")]
        self.fields["type"].choices = [("", "全部类型"), *((each.pk, each.name) for each in self.types)]
        if user.organization_id is None:
            del self.fields["mine"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        rest = ["mine"] if "mine" in self.fields else []
        self.helper.layout = Layout("name", Div("alliance", "type", css_class="lm-pair"), *rest, "with_alarm")

    def cleaned(self):
        """For Feed.subscribe."""
        said = self.cleaned_data
        filters = CalendarFilter(said["alliance"], said["type"], said.get("mine", False))
        return {"name": said["name"], "filters": filters.saved(), "with_alarm": said["with_alarm"]}

    def describe(self, feed):
        words = CalendarFilter.read(feed.filters).words(self.alliances, self.types)
        return {"feed": feed, "words": f"{words}，提前一天提醒" if feed.with_alarm else words}

    def _name(self, filters):
        names = {COMMITTEE: "工委本级", **{each.pk: each.short_name for each in self.alliances}}
        kinds = {each.pk: each.name for each in self.types}
        parts = [names.get(filters.alliance, ""), kinds.get(filters.type, ""), "本单位" if filters.mine else ""]
        return " ".join(filter(None, ["党建联盟活动", *parts]))[: Feed._meta.get_field("name").max_length]
