"""The committee's browser admin: everything of one's own committee, nothing of another's.

    class OrganizationAdmin(CommitteeAdmin):
        list_display = ["name", …]     list_filter = ["district", "alliance"]     search_fields = ["name", "search_key"]
        actions = ["export_xlsx", verb_action("publish", "发布所选活动")]
        export_columns = ["name", …]   # default: list_display

CommitteeInline and CommitteeStackedInline do the same for rows inside a page; `ViewOnly` before them is for what only
verbs write. The models' `visible_to(user)` decides who sees what; `committee` is filled in, never chosen; nothing is
deleted unless `deletable = True`; history cannot be reverted, because a step taken has to be undone by a step.
"""

from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field, lookup_field, unquote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import IntegrityError
from django.db.models import CharField
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import strip_tags
from simple_history.admin import SimpleHistoryAdmin

from portal.access import WrongState
from portal.asked import whole_number
from portal.workbooks import write_table, xlsx_response


def visible(queryset, user):
    """The rows of any queryset that this person may see, where the model has that rule."""
    return queryset.visible_to(user) if hasattr(queryset, "visible_to") else queryset


def verb_action(verb: str, label: str, permission: str = "change"):
    """An action that takes one step with every chosen row, `row.publish(by=user)`; a refusal stops only its own row."""

    @admin.action(description=label, permissions=[permission])
    def action(modeladmin, request, queryset):
        take_each(modeladmin, request, queryset, label, lambda row: getattr(row, verb)(by=request.user))

    action.__name__ = verb
    return action


def take_each(modeladmin, request, rows, label, step):
    """`step(row)` for every row, with one line for all that was done and one for each refusal."""
    done = 0
    for row in rows:
        try:
            step(row)
        except WrongState as refusal:
            modeladmin.message_user(request, str(refusal), messages.WARNING)
        else:
            done += 1
    if done:
        modeladmin.message_user(request, f"{label}：已完成{done}项。", messages.SUCCESS)


class VisibleRelatedFilter(admin.RelatedFieldListFilter):
    """Offers only what the person may see."""

    def field_choices(self, field, request, model_admin):
        rows = visible(field.remote_field.model._default_manager.all(), request.user)
        ordering = self.field_admin_ordering(field, request, model_admin)
        return [(row.pk, str(row)) for row in (rows.order_by(*ordering) if ordering else rows)]


class WrittenFilter(admin.AllValuesFieldListFilter):
    """All that was written into a field; what was left empty has a name as well."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            words = str(choice["display"])
            if not words or words.startswith(" ("):  # how many there are
                choice["display"] = f"未填{words}"
            yield choice


class StaffOnly:
    """Committee staff see, add and change; the rows they reach are narrowed by `visible_to`."""

    deletable = False

    def get_queryset(self, request):
        return visible(super().get_queryset(request), request.user)

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request, obj=None):
        return self.has_module_permission(request) and not (
            _has_committee(self.model) and not _committee_id(request.user)
        )

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.deletable and self.has_module_permission(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **_narrowed(db_field, request, kwargs))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **_narrowed(db_field, request, kwargs))


class ViewOnly:
    """Nothing is written by hand: the rows come from steps taken elsewhere."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class CommitteeInline(StaffOnly, admin.TabularInline):
    extra = 0


class CommitteeStackedInline(StaffOnly, admin.StackedInline):
    extra = 0


class CommitteeAdmin(StaffOnly, SimpleHistoryAdmin):
    actions = ["export_xlsx"]
    export_columns = ()
    list_per_page = 50
    object_history_list_template = "admin/history_list.html"

    def get_exclude(self, request, obj=None):
        exclude = list(super().get_exclude(request, obj) or [])
        return [*exclude, "committee"] if _has_committee(self.model) else exclude or None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return _filling_in_committee(form, request.user) if _has_committee(self.model) else form

    def changelist_view(self, request, extra_context=None):
        """No row holds a zero byte, and PostgreSQL fails when it is asked for one."""
        if any("\x00" in value for values in request.GET.lists() for value in [values[0], *values[1]]):
            return redirect(f"{request.path}?e=1")
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def changeform_view(self, request, *args, **kwargs):
        """A verb or the database may still refuse what the form found right; nothing is saved then."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except WrongState as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        except IntegrityError:
            self.message_user(request, "刚有别人保存了与此冲突的内容，您的修改没有保存。请核对后再试。", messages.ERROR)
        return redirect(request.get_full_path())

    def get_list_filter(self, request):
        return [self._visible_filter(item) for item in super().get_list_filter(request)]

    def _visible_filter(self, item):
        if not isinstance(item, str):
            return item
        model = self.model
        for name in item.split("__"):
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                return item
            model = field.related_model
        if field.is_relation:
            return item, VisibleRelatedFilter
        return (item, WrittenFilter) if isinstance(field, CharField) and not field.choices else item

    @admin.action(description="导出所选为 Excel", permissions=["view"])
    def export_xlsx(self, request, queryset):
        names = [name for name in self.export_columns or self.get_list_display(request) if name != "action_checkbox"]
        titles = [str(label_for_field(name, self.model, self)) for name in names]
        rows = [[self._exported(name, row) for name in names] for row in queryset]
        title, today = str(self.model._meta.verbose_name_plural), timezone.localdate()
        unit = str(getattr(request.user, "committee", None) or "")
        return xlsx_response(title, today, write_table(title, titles, rows, unit=unit, as_of=today))

    def _exported(self, name, row):
        field, _, value = lookup_field(name, row, self)
        if field is not None and getattr(field, "choices", None):
            return getattr(row, f"get_{field.name}_display")()
        return strip_tags(value) if hasattr(value, "__html__") else value

    # History: the library shows any object's; here only what the person may see, and there is no way back.

    def render_change_form(self, request, context, *args, **kwargs):
        context["has_trail"] = _has_history(self.model)
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        self._visible_or_404(request, object_id)
        if not _has_history(self.model):
            return admin.ModelAdmin.history_view(self, request, object_id, extra_context)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        self._visible_or_404(request, object_id)
        if not _has_history(self.model) or whole_number(version_id, 18) is None:
            raise Http404
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request, obj=None):
        return True

    def _visible_or_404(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404


def _has_committee(model):
    return any(field.name == "committee" for field in model._meta.concrete_fields)


def _has_history(model):
    return hasattr(model._meta, "simple_history_manager_attribute")


def _committee_id(user):
    return getattr(user, "committee_id", None)


def _narrowed(db_field, request, kwargs):
    if "queryset" not in kwargs:
        rows = db_field.remote_field.model._default_manager.all()
        if hasattr(rows, "visible_to"):
            kwargs["queryset"] = rows.visible_to(request.user)
    return kwargs


def _filling_in_committee(form, user):
    """The form class, for rows that belong to the person's committee; constraints that name it are checked too."""

    class CommitteeForm(form):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            if self.instance.committee_id is None:
                self.instance.committee_id = _committee_id(user)

        def _get_validation_exclusions(self):
            return super()._get_validation_exclusions() - {"committee"}

    return CommitteeForm
