"""The first half of an activity's life: the list, the plan, its steps, the invitations."""

from django.urls import path

from activities.views import answers, details, lists, plans, steps

urlpatterns = [
    path("activities/", lists.activity_list, name="activity-list"),
    path("activities/export/", lists.activity_export, name="activity-export"),
    path("activities/new/", plans.activity_create, name="activity-create"),
    path("activities/autosave/", plans.activity_autosave, name="activity-autosave"),
    path("activities/clashes/", plans.activity_clashes, name="activity-clashes"),
    path("activities/<int:pk>/", details.activity_detail, name="activity-detail"),
    path("activities/<int:pk>/edit/", plans.activity_edit, name="activity-edit"),
    path("activities/<int:pk>/autosave/", plans.activity_autosave, name="activity-autosave"),
    path("activities/<int:pk>/submit/", steps.activity_submit, name="activity-submit"),
    path("activities/<int:pk>/withdraw/", steps.activity_withdraw, name="activity-withdraw"),
    path("activities/<int:pk>/review/", steps.activity_review, name="activity-review"),
    path("activities/<int:pk>/publish/", steps.activity_publish, name="activity-publish"),
    path("activities/<int:pk>/return/", steps.activity_return, name="activity-return"),
    path("activities/<int:pk>/postpone/", steps.activity_postpone, name="activity-postpone"),
    path("activities/<int:pk>/cancel/", steps.activity_cancel, name="activity-cancel"),
    path("activities/<int:pk>/hand-in/", steps.activity_report, name="activity-report"),
    path("activities/<int:pk>/return-report/", steps.activity_return_report, name="activity-return-report"),
    path("activities/<int:pk>/accept/", steps.activity_accept, name="activity-accept"),
    path("activities/<int:pk>/comment/", steps.activity_comment, name="activity-comment"),
    path("activities/<int:pk>/answer/", answers.participation_answer, name="participation-answer"),
]
