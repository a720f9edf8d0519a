from django.urls import path

from majup.web.facts import by_link, checks, editing, keeping, lists, page, reserved

urlpatterns = [
    path("facts/", lists.facts, name="facts"),
    path("facts/due/", lists.due, name="facts_due"),
    path("facts/ownerless/", lists.ownerless, name="facts_ownerless"),
    path("facts/reserved/", reserved.reserved, name="facts_reserved"),
    path("facts/reserved.csv", reserved.table, name="facts_reserved_table"),
    path("facts/imported/", checks.imported, name="facts_imported"),
    path("facts/links/", checks.broken_links, name="facts_links"),
    path("facts/new/", editing.choose, name="fact_choose"),
    path("facts/new/<slug:kind>/", editing.new, name="fact_new"),
    path("facts/<int:pk>/", page.fact, name="fact"),
    path("facts/<int:pk>/versions/<int:number>/", page.version, name="fact_version"),
    path("facts/<int:pk>/edit/", editing.edit, name="fact_edit"),
    path("facts/<int:pk>/confirm/", keeping.confirm, name="fact_confirm"),
    path("facts/<int:pk>/withdraw/", keeping.withdraw, name="fact_withdraw"),
    path("facts/<int:pk>/restore/", keeping.restore, name="fact_restore"),
    path("facts/<int:pk>/owner/", keeping.owner, name="fact_owner"),
    path("f/<str:token>/", by_link.confirm, name="facts_by_link"),
]
