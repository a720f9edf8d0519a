from django.urls import path

from majup.web.openings import desk, feeds, files, introductions, own, public

OWN = "own/<str:token>/"
DESK = "desk/openings/"
CASE = "desk/cases/<str:reference>/introductions/"

urlpatterns = [
    path("jobs/", public.jobs, name="jobs"),
    path("jobs/<int:pk>/", public.job, name="job"),
    path("homes/", public.homes, name="homes"),
    path("homes/offer/", public.offer_home, name="home_offer"),
    path("homes/<int:pk>/", public.home, name="home_entry"),
    path("employers/", public.employers, name="employers"),
    path("employers/join/", public.join, name="employer_join"),
    path("employers/link/", public.ask_link, name="employer_link"),
    path("employers/material/", public.material, name="employer_material"),
    path("employers/<int:pk>/", public.employer, name="employer"),
    path("open/<str:atvk>.json", feeds.feed, name="openings_feed"),
    path("open/<str:atvk>.csv", feeds.table, name="openings_table"),
    path("open/<str:atvk>/", feeds.embed, name="openings_embed"),
    path(OWN, own.own_entries, name="own_entries"),
    path(f"{OWN}about/", own.about, name="own_about"),
    path(f"{OWN}dwelling/", own.dwelling, name="own_dwelling"),
    path(f"{OWN}vacancy/", own.vacancy_new, name="own_vacancy_new"),
    path(f"{OWN}vacancy/<int:pk>/", own.vacancy, name="own_vacancy"),
    path(f"{OWN}request/", own.request_new, name="own_request"),
    path(f"{OWN}need/", own.need_new, name="own_need"),
    path(f"{OWN}<int:pk>/confirm/", own.act, {"what": "confirm"}, name="own_confirm"),
    path(f"{OWN}<int:pk>/end/", own.act, {"what": "end"}, name="own_end"),
    path(DESK, desk.openings, name="openings"),
    path(f"{DESK}files/", files.files, name="openings_files"),
    path(f"{DESK}files/<int:pk>/", files.file, name="openings_file"),
    path(f"{DESK}files/<int:pk>/take/", files.take, name="openings_file_take"),
    path(f"{DESK}files/<int:pk>/drop/", files.drop, name="openings_file_drop"),
    path(f"{DESK}files/<int:pk>/problems.csv", files.problems, name="openings_file_problems"),
    path(f"{DESK}attraction/", desk.attraction, name="attraction"),
    path(f"{DESK}requests/<int:pk>/publish/", desk.publish_request, name="request_publish"),
    path(f"{DESK}vacancies/<int:pk>/push/", desk.push, name="vacancy_push"),
    path(f"{DESK}<slug:kind>/", desk.openings, name="openings_of"),
    path(f"{DESK}<slug:kind>/new/", desk.new, name="opening_new"),
    path(f"{DESK}<slug:kind>/<int:pk>/", desk.opening, name="opening"),
    path(f"{DESK}<slug:kind>/<int:pk>/change/", desk.change, name="opening_change"),
    path(f"{DESK}<slug:kind>/<int:pk>/check/", desk.check, name="opening_check"),
    path(f"{DESK}<slug:kind>/<int:pk>/confirm/", desk.act, {"what": "confirm"}, name="opening_confirm"),
    path(f"{DESK}<slug:kind>/<int:pk>/prolong/", desk.prolong, name="opening_prolong"),
    path(f"{DESK}<slug:kind>/<int:pk>/end/", desk.act, {"what": "end"}, name="opening_end"),
    path(f"{DESK}<slug:kind>/<int:pk>/link/", desk.act, {"what": "link"}, name="opening_link"),
    path(CASE, introductions.new, name="introduction_new"),
    path(f"{CASE}<int:pk>/withdraw/", introductions.withdraw, name="introduction_withdraw"),
]
