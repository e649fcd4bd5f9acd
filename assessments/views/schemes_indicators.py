"""Indicators of a draft: added, changed, moved, deleted; and a rule tried with numbers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliances.permissions import is_committee
from assessments.forms.schemes_indicators import IndicatorForm, SourceForm
from assessments.forms.schemes_rules import TEXT, RuleForm
from assessments.forms.schemes_trial import TrialForm
from assessments.models import Indicator, Scheme
from assessments.schemes import building, sources, trees, wording
from assessments.scoring import notation
from assessments.scoring.figures import said
from assessments.scoring.rules import LEAF_KINDS
from assessments.views.doors import do
from assessments.views.schemes import managed
from portal.access import WrongState, require


@login_required
def indicator_create(request, pk):
    scheme = managed(request, pk)
    if not _is_draft(request, scheme):
        return redirect(scheme)
    branching = trees.branching_of(scheme)
    parent = next((row for row in branching.indicators if str(row.pk) == request.GET.get("parent")), None)
    return _edit(request, Indicator(scheme=scheme, parent=parent), branching)


@login_required
def indicator_edit(request, pk):
    indicator = _found(request, pk)
    if not _is_draft(request, indicator.scheme):
        return redirect(indicator.scheme)
    return _edit(request, indicator, trees.branching_of(indicator.scheme))


class Page:
    """The three forms of an indicator on one page. “换计分方式” and “试算” save nothing and keep what stands."""

    def __init__(self, data, indicator, branching):
        self.data, self.indicator, self.branching = data, indicator, branching
        self.has_children = indicator.pk is not None and not branching.is_leaf(indicator)
        self.form = IndicatorForm(data, instance=indicator, branching=branching)
        self.rule, self.source = self._rule(data), self._source(data)
        self.trial = self.working = None

    @property
    def scored(self):
        return not self.has_children and (self.rule.kind in LEAF_KINDS or self.rule.kind in ("", TEXT))

    def switched(self):
        """Whether another kind or source was chosen; its fields then stand as nobody has touched them."""
        rule, source = self.rule.was_switched, self.source.was_switched
        if rule:
            self.rule = self._rule(None, kind=self.rule.kind)
        if source:
            self.source = self._source(None, key=self.source.key)
        return rule or source

    def _rule(self, data, **chosen):
        indicator = self.indicator
        return RuleForm(data, rule=indicator.rule, has_children=self.has_children, full=indicator.points, **chosen)

    def _source(self, data, **chosen):
        indicator = self.indicator
        return SourceForm(
            data, scheme=indicator.scheme, source=indicator.source, params=indicator.source_params, **chosen
        )

    def is_valid(self):
        fine = self.form.is_valid()
        self.rule.set_full(self.form.cleaned_data.get("points") or 0)
        return all([fine, self.rule.is_valid(), self.source.is_valid()])

    def filled(self):
        indicator = self.form.filled()
        indicator.rule = self.rule.data_of_rule
        indicator.source = self.source.source if self.scored else ""
        indicator.source_params = self.source.params_given if self.scored else {}
        if not self.scored:
            indicator.takes_claims = True
        return indicator

    def try_out(self):
        """Arithmetic with the numbers on the page, by the rule as it stands there."""
        self.rule.set_full(self.form.cleaned_data.get("points") or 0)
        if not self.rule.is_valid() or self.rule.rule is None or self.rule.rule.for_parent:
            return
        full = self.form.cleaned_data.get("points") or 0
        self.trial = TrialForm(self.data, rule=self.rule.rule, full=full)
        if "try" in self.data and self.trial.is_valid():
            self.working = _shown(self.trial.working(self.indicator.scheme.period))

    def offer_trial(self):
        """Before anything was typed: the fields of the rule as it is saved."""
        rule = self.branching.rules.get(self.indicator.pk)
        if rule and not rule.for_parent:
            self.trial = TrialForm(rule=rule, full=self.indicator.points)


def _edit(request, indicator, branching):
    if request.method != "POST":
        page = Page(None, indicator, branching)
        page.offer_trial()
        return _show(request, page, indicator)
    kept = Indicator.objects.get(pk=indicator.pk) if indicator.pk else Indicator(scheme=indicator.scheme)
    page = Page(request.POST, indicator, branching)
    if page.switched() or "switch" in request.POST:
        return _show(request, page, kept, silent=True)
    fine = page.is_valid()
    if "try" in request.POST:
        page.try_out()
        return _show(request, page, kept, status=200 if fine else 422)
    if fine:
        try:
            saved = building.save_indicator(page.filled(), by=request.user)
        except WrongState as refusal:
            page.form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{saved}”已保存。")
            for warning in wording.lint(saved):
                messages.warning(request, f"“{warning.word}”：{warning.reason}{warning.better}")
            if "another" in request.POST:
                return redirect(
                    reverse("indicator-create", args=[saved.scheme_id]) + f"?parent={saved.parent_id or ''}#div_id_name"
                )
            return redirect(saved.scheme.get_absolute_url() + f"#i{saved.pk}")
    return _show(request, page, kept, status=422)


def _show(request, page, kept, status=200, silent=False):
    """`silent`: another kind was chosen, nobody has asked yet whether all is well."""
    for form in (page.form, page.rule, page.source):
        form.helper.form_show_errors = not silent
    rule = page.rule.rule or page.branching.rules.get(kept.pk) if not silent else None
    context = {
        "page": page,
        "scheme": kept.scheme,
        "indicator": kept,
        "forms": [] if silent else [page.form, page.rule, page.source],
        "silent": silent,
        "rule": rule,
        "notation": notation.write(rule) if rule else "",
        "source": page.source.known,
        "warnings": wording.lint(kept) if kept.pk else [],
    }
    return render(request, "assessments/schemes/indicator_form.html", context, status=status)


def _shown(working):
    """A Working in words, for the page."""
    return {
        "value": said(working.value),
        "inputs": working.inputs,
        "lines": working.lines,
        "bites": working.bites,
        "veto": str(working.veto or ""),
        "answered": working.answered,
        "missing": [(one.text, said(one.points)) for one in working.missing],
    }


@login_required
def indicator_delete(request, pk):
    indicator = _found(request, pk)
    scheme = indicator.scheme
    if request.method == "POST":
        name = str(indicator)
        do(request, lambda: building.delete_indicator(indicator, by=request.user), f"已删除“{name}”。")
        return redirect(scheme)
    if not _is_draft(request, scheme):
        return redirect(scheme)
    rows = list(scheme.indicators.all())
    gone = building.below(indicator, rows)
    names = "、".join(str(row) for row in rows if row.pk in gone and row != indicator)
    context = {
        "heading": "删除指标",
        "what": f"从“{scheme}”里删除“{indicator}”。",
        "consequences": [f"它下面的指标一起删除：{names}。"] if names else [],
        "submit": "删除",
        "leave": scheme.get_absolute_url() + f"#i{indicator.pk}",
    }
    return render(request, "confirm.html", context)


@login_required
@require_POST
def indicator_move(request, pk):
    indicator = _found(request, pk)
    try:
        building.move_indicator(indicator, up=request.POST.get("to") != "down", by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    return redirect(indicator.scheme.get_absolute_url() + f"#i{indicator.pk}")


@login_required
def scheme_trial(request, pk):
    """One leaf of the scheme with numbers of one's own: how it comes out, line by line. Nothing is kept."""
    scheme = get_object_or_404(Scheme.objects.visible_to(request.user).select_related("committee"), pk=pk)
    branching, lists = trees.branching_of(scheme), sources.Lists(scheme.committee)
    leaves = [
        (row, number)
        for row, _, number in branching.rows
        if branching.is_leaf(row) and (rule := branching.rules.get(row.pk)) and not rule.for_parent
    ]
    wanted = request.GET.get("indicator", "")
    chosen = next((row for row, _ in leaves if str(row.pk) == wanted), None)
    if wanted and chosen is None:
        raise Http404
    chosen = chosen or (leaves[0][0] if leaves else None)
    context = {"scheme": scheme, "leaves": leaves, "indicator": chosen}
    if chosen:
        rule = branching.rules[chosen.pk]
        tried = any(key.startswith("try-") for key in request.GET)
        form = TrialForm(request.GET if tried else None, rule=rule, full=chosen.points)
        working = _shown(form.working(scheme.period)) if tried and form.is_valid() else None
        context |= {
            "form": form,
            "rule": rule,
            "working": working,
            "source": sources.label_of(chosen.source),
            "sentence": sources.sentence_of(chosen, lists),
        }
    return render(request, "assessments/schemes/trial.html", context)


def _found(request, pk):
    rows = Indicator.objects.visible_to(request.user).select_related("scheme__committee", "parent")
    indicator = get_object_or_404(rows, pk=pk)
    require(is_committee(request.user, indicator.scheme))
    return indicator


def _is_draft(request, scheme):
    """Says why not, where it is not."""
    try:
        scheme.require_draft()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    return True
