from django.urls import path

from majup.web.desk.fits import grants, lists, openings, page

CASE = "desk/cases/<str:reference>/"

urlpatterns = [
    path("desk/matches/", lists.matches, name="matches"),
    path("desk/matches/<int:pk>/dismiss/", lists.dismiss, name="match_dismiss"),
    path("desk/matches/<int:pk>/restore/", lists.restore, name="match_restore"),
    path("desk/gaps/", lists.gaps, name="gaps"),
    path("desk/specialists/", lists.people, name="specialists"),
    path("desk/categories/<slug:code>/measures/", lists.of_category, name="category_measures"),
    path(f"{CASE}fits/", page.fits, name="case_fits"),
    path(f"{CASE}grants/", grants.grants, name="case_grants"),
    path(f"{CASE}grants/<int:pk>/", grants.settle, name="case_grant_settle"),
    path(f"{CASE}fits/answer/", page.tell, name="case_fits_answer"),
    path(f"{CASE}fits/put-in/", page.put_in, name="case_fits_put_in"),
    path(f"{CASE}fits/opening/", openings.put_in, name="case_fits_opening"),
    path(f"{CASE}package/", page.package, name="case_package"),
]
