"""Form fields that several apps use."""

from django import forms


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.FileField):
    """Several files chosen at once; `clean` gives a list. What is in them the form judges, one by one."""

    widget = FilesInput

    def __init__(self, *, accept="", **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        if accept:
            self.widget.attrs["accept"] = accept

    def clean(self, data, initial=None):
        return [file for file in data or [] if file]
