"""Which activities does a leaf ask for: of a type, in a form, or all?"""


def is_chosen(records, act, params):
    type_, form = params.get("type"), params.get("form")
    return (not type_ or act.type == type_) and (not form or form in records.forms.get(act.pk, ()))
