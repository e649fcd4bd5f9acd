from django.urls import path

from assessments.views import judging, paper, sheet_acts

urlpatterns = [
    path("contests/<int:pk>/judging/", judging.judge_desk_page, name="judge-desk"),
    path("contests/stages/<int:pk>/sign-all/", judging.stage_sign_all, name="stage-sign-all"),
    path("contests/sheets/<int:pk>/", judging.sheet, name="sheet"),
    path("contests/sheets/<int:pk>/marks/", judging.mark_save, name="mark-save"),
    path("contests/sheets/<int:pk>/sign/", judging.sheet_sign, name="sheet-sign"),
    path("contests/sheets/<int:pk>/reopen/", sheet_acts.sheet_reopen, name="sheet-reopen"),
    path("contests/sheets/<int:pk>/void/", sheet_acts.sheet_void, name="sheet-void"),
    path("contests/entries/<int:pk>/stand-aside/", judging.conflict_declare, name="conflict-declare"),
    path("contests/entries/<int:pk>/logo/", judging.entry_logo, name="entry-logo"),
    path("contests/entries/<int:pk>/pictures/<int:picture>/", judging.entry_picture, name="entry-picture"),
    path("contests/stages/<int:pk>/paper/", paper.paper_sheets, name="paper-sheets"),
    path("contests/stages/<int:pk>/typing/", paper.paper_type, name="paper-type"),
    path("contests/sheets/<int:pk>/compare/", paper.paper_compare, name="paper-compare"),
]
