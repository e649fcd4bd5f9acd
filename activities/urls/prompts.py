"""The monthly prompts: /prompts/."""

from django.urls import path

from activities.views import letters, prompts

urlpatterns = [
    path("prompts/", prompts.prompt_list, name="prompt-list"),
    path("prompts/new/", prompts.prompt_create, name="prompt-create"),
    path("prompts/<int:pk>/", prompts.prompt_detail, name="prompt-detail"),
    path("prompts/<int:pk>/edit/", prompts.prompt_edit, name="prompt-edit"),
    path("prompts/<int:pk>/publish/", prompts.prompt_publish, name="prompt-publish"),
    path("prompts/<int:pk>/copy/", prompts.prompt_copy, name="prompt-copy"),
    path("prompts/<int:pk>/remind/", prompts.prompt_remind, name="prompt-remind"),
    path("prompts/<int:pk>/letter/", letters.prompt_letter, name="prompt-letter"),
]
