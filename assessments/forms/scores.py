"""One leaf as a person enters it, and an occurrence that the records lack."""

from django import forms

from assessments.forms.fields import PointsField, day_field
from portal.pictures import AttachmentRefused, check_attachment

VOTES = "votes-"
OTHERS = "其他有效票"
ANSWERS = ("choice", "points", "decision", "marks")


def rules_within(data):
    """A rule as data, then the rule in it, and so on."""
    while isinstance(data, dict):
        yield data
        data = data.get("inner") or data.get("then")


def vote_names(data):
    """The kinds of vote that are typed in; where only some kinds speak for it, the rest together."""
    for rule in rules_within(data):
        if rule["kind"] == "tier_by_vote_share":
            return [*rule["levels"], OTHERS, *rule.get("ignored", ())]
        if rule["kind"] == "levels":
            return [level["name"] for level in rule["levels"]]
    return []


def claim_fields(data):
    """Which of label, group and flag the rule looks at: {name: the labels to choose from}."""
    found = {}
    for rule in rules_within(data):
        if rule.get("labels"):
            found["label"] = [level["name"] for level in rule["labels"]]
        if rule["kind"] == "take_highest_dedupe":
            found["group"] = []
        if rule.get("flag"):
            found["flag"] = [rule["flag"]]
    return found


class ScoreForm(forms.Form):
    """Everything as text; what it means and whether it fits is the rule's own question."""

    choice = forms.CharField(required=False, max_length=20)
    points = forms.CharField(required=False, max_length=12)
    decision = forms.CharField(required=False, max_length=120)
    marks = forms.CharField(required=False, max_length=1000)
    given = forms.CharField(required=False, max_length=12)
    reason = forms.CharField(required=False, max_length=300)

    def __init__(self, data, *, asks, votes):
        super().__init__(data)
        for name in set(ANSWERS) - asks:
            del self.fields[name]
        self.votes = votes if "votes" in asks else ()
        for level in self.votes:
            self.fields[VOTES + level] = forms.CharField(required=False, max_length=7)

    @property
    def entered(self):
        """As scores.enter takes it."""
        sent = self.cleaned_data
        answer = {name: sent[name] for name in ANSWERS if name in self.fields}
        votes = {level: sent[VOTES + level] for level in self.votes}
        if any(votes.values()):
            answer["votes"] = {level: number or "0" for level, number in votes.items()}
        return {"answer": answer, "given": sent["given"], "reason": sent["reason"]}

    @property
    def fault(self):
        """(field, what is wrong) of the first field that no rule could read."""
        return next(((name, f"这里{words[0]}") for name, words in self.errors.items()), None)


class ClaimForm(forms.Form):
    text = forms.CharField(label="事项", max_length=120, error_messages={"required": "请写明补充的事项。"})
    day = day_field("日期", required=False)
    amount = PointsField(label="数量", most=9999, required=False)
    label = forms.CharField(label="级别", max_length=20, required=False)
    group = forms.CharField(label="同一项目", max_length=40, required=False)
    flag = forms.CharField(label="标记", max_length=20, required=False)
    file = forms.FileField(label="佐证", required=False)

    def clean_amount(self):
        return 1 if self.cleaned_data["amount"] is None else self.cleaned_data["amount"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return None
        try:
            return check_attachment(file, file.name)
        except AttachmentRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
