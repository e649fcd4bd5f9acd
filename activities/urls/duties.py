from django.urls import path

from activities.views import duties, letters

urlpatterns = [
    path("duties/", duties.duty_matrix, name="duty-matrix"),
    path("duties/export/", duties.duty_export, name="duty-export"),
    path("duties/remind/", duties.duty_remind, name="duty-remind"),
    path("duties/letter/", letters.duty_letter, name="duty-letter"),
    path("duties/letters/", letters.duty_letters, name="duty-letters"),
]
