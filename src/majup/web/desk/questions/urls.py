from django.urls import path

from majup.web.desk.questions import ask, lists

urlpatterns = [
    path("desk/cases/<str:reference>/ask/", ask.ask, name="question_ask"),
    path("desk/questions/", lists.questions, name="questions"),
    path("desk/questions/<int:pk>/", lists.question, name="question"),
    path("desk/questions/<int:pk>/withdraw/", lists.withdraw, name="question_withdraw"),
    path("desk/searches/<int:pk>/", lists.search, name="question_search"),
]
