from django import forms


class DrawForm(forms.Form):
    """The seed of a lot; a second lot says why."""

    seed = forms.CharField(
        label="种子",
        max_length=64,
        required=False,
        help_text="可填现场约定的一串字，如请监督人员报的数字；留空由系统随机产生。",
    )
    reason = forms.CharField(
        label="重抽原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="上一次抽签标为作废，仍然公开。",
        error_messages={"required": "请写明为什么重抽。"},
    )

    def __init__(self, *args, again, **kwargs):
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["reason"]
