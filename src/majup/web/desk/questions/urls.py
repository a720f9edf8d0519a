from django.urls import path

from majup.web.desk.questions import ask, lists

urlpatterns = [
    path("cases/<str:reference>/ask/", ask.ask, name="question_ask"),
    path("questions/", lists.questions, name="questions"),
    path("questions/<int:pk>/", lists.question, name="question"),
    path("questions/<int:pk>/withdraw/", lists.withdraw, name="question_withdraw"),
    path("searches/<int:pk>/", lists.search, name="question_search"),
]
