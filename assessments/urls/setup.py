"""Pages on which staff set up and run a contest, and officers enter their brands."""

from django.urls import path

from assessments.views import contests, entering, entries, panels, running, stages

urlpatterns = [
    path("contests/", contests.contest_list, name="contest-list"),
    path("contests/new/", contests.contest_create, name="contest-create"),
    path("contests/<int:pk>/", contests.contest_detail, name="contest-detail"),
    path("contests/<int:pk>/copy/", contests.contest_copy, name="contest-copy"),
    path("contests/<int:pk>/setup/", contests.contest_setup, name="contest-setup"),
    path("contests/<int:pk>/open/", contests.contest_open, name="contest-open"),
    path("contests/<int:pk>/close-entries/", contests.contest_close_entries, name="contest-close-entries"),
    path("contests/<int:pk>/cancel/", contests.contest_cancel, name="contest-cancel"),
    path("contests/<int:pk>/stages/new/", stages.stage_create, name="stage-create"),
    path("contests/<int:pk>/stages/<int:number>/edit/", stages.stage_edit, name="stage-edit"),
    path("contests/<int:pk>/stages/<int:number>/delete/", stages.stage_delete, name="stage-delete"),
    path("contests/<int:pk>/awards/", stages.contest_awards, name="contest-awards"),
    path("contests/<int:pk>/judges/", panels.contest_judges, name="contest-judges"),
    path("contests/<int:pk>/judges/outside/", panels.judge_outside, name="judge-outside"),
    path("contests/<int:pk>/conflicts/", panels.contest_conflict, name="contest-conflict"),
    path("contests/judges/<int:pk>/remove/", panels.judge_remove, name="judge-remove"),
    path("contests/<int:pk>/entries/", entries.contest_entries, name="contest-entries"),
    path("contests/<int:pk>/entries/accept/", entries.entries_accept, name="entries-accept"),
    path("contests/<int:pk>/entries/export/", entries.entries_export, name="contest-entries-export"),
    path("contests/<int:pk>/enter/", entering.contest_enter, name="contest-enter"),
    path("contests/entries/<int:pk>/", entries.entry_detail, name="entry-detail"),
    path("contests/entries/<int:pk>/accept/", entries.entry_accept, name="entry-accept"),
    path("contests/entries/<int:pk>/refuse/", entries.entry_refuse, name="entry-refuse"),
    path("contests/entries/<int:pk>/withdraw/", entries.entry_withdraw, name="entry-withdraw"),
    path("contests/stages/<int:pk>/", running.stage_detail, name="stage-detail"),
    path("contests/stages/<int:pk>/draw/", running.stage_draw, name="stage-draw"),
    path("contests/stages/<int:pk>/open/", running.stage_open, name="stage-open"),
    path("contests/stages/<int:pk>/close/", running.stage_close, name="stage-close"),
    path("contests/stages/<int:pk>/reopen/", running.stage_reopen, name="stage-reopen"),
    path("contests/stages/<int:pk>/renew/", running.stage_renew, name="stage-renew"),
    path("contests/turns/<int:pk>/show/", running.turn_show, name="turn-show"),
    path("contests/turns/<int:pk>/time/", running.turn_time, name="turn-time"),
]
