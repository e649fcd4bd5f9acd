"""Pages of brands. brand-detail and brand-activities show activities, too: they stand in desk/urls.py."""

from django.urls import path

from branches.views_brands import comparing, covering, exchange, files, gallery, honours, steps, writing

urlpatterns = [
    path("brands/", gallery.brand_list, name="brand-list"),
    path("brands/export/", gallery.brand_export, name="brand-export"),
    path("brands/new/", writing.brand_create, name="brand-create"),
    path("brands/coverage/", covering.brand_coverage, name="brand-coverage"),
    path("brands/coverage/export/", covering.brand_coverage_export, name="brand-coverage-export"),
    path("brands/coverage/remind/", covering.brand_coverage_remind, name="brand-coverage-remind"),
    path("brands/logos/<int:pk>/", files.brand_logo, name="brand-logo"),
    path("brands/pictures/<int:pk>/", files.brand_picture, name="brand-picture"),
    path("brands/pictures/<int:pk>/small/", files.brand_picture_small, name="brand-picture-small"),
    path("brands/honours/<int:pk>/withdraw/", honours.brand_honour_withdraw, name="brand-honour-withdraw"),
    path("brands/adoptions/<int:pk>/take-back/", exchange.brand_adoption_take_back, name="brand-adoption-take-back"),
    path("brands/<int:pk>/edit/", writing.brand_edit, name="brand-edit"),
    path("brands/<int:pk>/autosave/", writing.brand_autosave, name="brand-autosave"),
    path("brands/<int:pk>/revise/", writing.brand_revise, name="brand-revise"),
    path("brands/<int:pk>/submit/", steps.brand_submit, name="brand-submit"),
    path("brands/<int:pk>/review/", steps.brand_review, name="brand-review"),
    path("brands/<int:pk>/publish/", steps.brand_publish, name="brand-publish"),
    path("brands/<int:pk>/return/", steps.brand_return, name="brand-return"),
    path("brands/<int:pk>/withdraw/", steps.brand_withdraw, name="brand-withdraw"),
    path("brands/<int:pk>/drop/", steps.brand_drop, name="brand-drop"),
    path("brands/<int:pk>/end/", steps.brand_end, name="brand-end"),
    path("brands/<int:pk>/changes/", comparing.brand_changes, name="brand-changes"),
    path("brands/<int:pk>/honours/new/", honours.brand_honour_grant, name="brand-honour-grant"),
    path("brands/<int:pk>/adopt/", exchange.brand_adopt, name="brand-adopt"),
]
