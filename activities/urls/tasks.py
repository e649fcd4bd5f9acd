"""Key tasks: /tasks/."""

from django.urls import path

from activities.views import letters, task_steps, tasks

urlpatterns = [
    path("tasks/", tasks.task_list, name="task-list"),
    path("tasks/export/", tasks.task_export, name="task-export"),
    path("tasks/letters/", letters.task_letters, name="task-letters"),
    path("tasks/new/", tasks.task_create, name="task-create"),
    path("tasks/<int:pk>/", tasks.task_detail, name="task-detail"),
    path("tasks/<int:pk>/edit/", tasks.task_edit, name="task-edit"),
    path("tasks/<int:pk>/file/", tasks.task_file, name="task-file"),
    path("tasks/<int:pk>/assign/", task_steps.task_assign, name="task-assign"),
    path("tasks/<int:pk>/report/", task_steps.task_report, name="task-report"),
    path("tasks/<int:pk>/withdraw/", task_steps.task_withdraw, name="task-withdraw"),
    path("tasks/<int:pk>/return/", task_steps.task_return, name="task-return"),
    path("tasks/<int:pk>/close/", task_steps.task_close, name="task-close"),
    path("tasks/<int:pk>/drop/", task_steps.task_drop, name="task-drop"),
    path("tasks/<int:pk>/letter/", letters.task_letter, name="task-letter"),
]
