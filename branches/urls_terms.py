"""Pages of terms of office and of vacant posts."""

from django.urls import path

from branches.views_terms import details, lists, steps, vacancies

urlpatterns = [
    path("terms/", lists.term_list, name="term-list"),
    path("terms/export/", lists.term_export, name="term-export"),
    path("terms/pairs/", lists.term_pairs, name="term-pairs"),
    path("terms/letters/", lists.term_letters, name="term-letters"),
    path("terms/vacancies/", vacancies.vacancy_list, name="vacancy-list"),
    path("terms/vacancies/new/", vacancies.vacancy_create, name="vacancy-create"),
    path("terms/vacancies/<int:pk>/fill/", vacancies.vacancy_fill, name="vacancy-fill"),
    path("terms/proposals/<int:pk>/accept/", steps.term_proposal_accept, name="term-proposal-accept"),
    path("terms/proposals/<int:pk>/refuse/", steps.term_proposal_refuse, name="term-proposal-refuse"),
    path("terms/proposals/<int:pk>/withdraw/", steps.term_proposal_withdraw, name="term-proposal-withdraw"),
    path("terms/<int:pk>/", details.term_detail, name="term-detail"),
    path("terms/<int:pk>/renew/", steps.term_renew, name="term-renew"),
    path("terms/<int:pk>/mend/", steps.term_mend, name="term-mend"),
    path("terms/<int:pk>/extend/", steps.term_extend, name="term-extend"),
    path("terms/<int:pk>/approve/", steps.term_approve, name="term-approve"),
    path("terms/<int:pk>/letter/", steps.term_letter, name="term-letter"),
]
