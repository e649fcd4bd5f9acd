"""考核轮次: self-assessment, reviews, passport, results, appeals."""

urlpatterns = []
