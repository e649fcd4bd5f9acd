"""述职评议: meetings and their results; the ballot, by code and without log-in."""

from django.urls import path

from assessments.views import reviews, voting

urlpatterns = [
    path("assessments/reviews/", reviews.review_list, name="review-list"),
    path("assessments/reviews/new/", reviews.review_create, name="review-create"),
    path("assessments/reviews/<int:pk>/", reviews.review_detail, name="review-detail"),
    path("assessments/reviews/<int:pk>/edit/", reviews.review_edit, name="review-edit"),
    path("assessments/reviews/<int:pk>/open/", reviews.review_open, name="review-open"),
    path("assessments/reviews/<int:pk>/close/", reviews.review_close, name="review-close"),
    path("assessments/reviews/<int:pk>/cancel/", reviews.review_cancel, name="review-cancel"),
    path("assessments/reviews/<int:pk>/results/", reviews.review_results, name="review-results"),
    path("assessments/reviews/<int:pk>/results/export/", reviews.review_results_export, name="review-results-export"),
    path("assessments/reviews/groups/<int:pk>/codes/", reviews.ballot_codes, name="ballot-codes"),
    path("assessments/reviews/groups/<int:pk>/paper/", reviews.paper_count, name="paper-count"),
    path("assessments/reviews/groups/<int:pk>/paper/clear/", reviews.paper_clear, name="paper-clear"),
    path("vote/", voting.vote, name="vote"),
]
