from django.urls import path

from majup.web.desk.people import access, consents, duplicates, file, merges, search

CASE = "desk/cases/<str:reference>/"

urlpatterns = [
    path("desk/search/", search.search_page, name="search"),
    path("desk/duplicates/", duplicates.pairs, name="duplicates"),
    path("desk/duplicates/<int:pk>/dismiss/", duplicates.dismiss, name="duplicate_dismiss"),
    path("desk/households/<int:kept>/merge/<int:absorbed>/", merges.merge_page, name="merge"),
    path("desk/merges/<int:pk>/undo/", merges.undo, name="merge_undo"),
    path(f"{CASE}consents/", consents.give, name="consent_give"),
    path(f"{CASE}consents/<int:pk>/withdraw/", consents.withdraw, name="consent_withdraw"),
    path(f"{CASE}access/", access.access_log, name="access_log"),
    path(f"{CASE}file/", file.family_file, name="family_file"),
    path(f"{CASE}file/copy/", file.family_file_copy, name="family_file_copy"),
    path(f"{CASE}erase/", file.erase, name="household_erase"),
]
