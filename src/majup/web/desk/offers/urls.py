from django.urls import path

from majup.web.desk.offers import composing, facts, listing, openings, sending
from majup.web.figures.quality import waits

urlpatterns = [
    path("desk/offers/", listing.offers, name="offers"),
    path("desk/offers/times/", waits.moved, name="offer_times"),
    path("desk/cases/<str:reference>/offer/", composing.start, name="offer_start"),
    path("desk/offers/<int:pk>/", sending.offer, name="offer"),
    path("desk/offers/<int:pk>/compose/", composing.compose, name="offer_compose"),
    path("desk/offers/<int:pk>/words/", composing.words, name="offer_words"),
    path("desk/offers/<int:pk>/put-in/", composing.put_in, name="offer_put_in"),
    path("desk/offers/<int:pk>/put-in/all/", composing.put_in_all, name="offer_put_in_all"),
    path("desk/offers/<int:pk>/sections/", composing.sections, name="offer_sections"),
    path("desk/offers/<int:pk>/no-solution/", composing.no_solution, name="offer_no_solution"),
    path("desk/offers/<int:pk>/wait-for/", composing.wait_for, name="offer_wait_for"),
    path("desk/offers/<int:pk>/give-up/<int:contribution>/", composing.give_up, name="offer_give_up"),
    path("desk/offers/<int:pk>/items/new/", composing.new_item, name="offer_item_new"),
    path("desk/offers/<int:pk>/items/<int:item>/", composing.edit_item, name="offer_item"),
    path("desk/offers/<int:pk>/items/<int:item>/remove/", composing.remove_item, name="offer_item_remove"),
    path("desk/offers/<int:pk>/items/<int:item>/restore/", composing.restore_item, name="offer_item_restore"),
    path("desk/offers/<int:pk>/openings/", openings.offer_openings, name="offer_openings"),
    path("desk/offers/<int:pk>/put-in/opening/", openings.put_in, name="offer_put_in_opening"),
    path("desk/offers/<int:pk>/put-in/fact/", facts.put_in_fact, name="offer_put_in_fact"),
    path(
        "desk/offers/<int:pk>/items/<int:item>/refresh/", facts.way_out, {"way": "refresh"}, name="offer_fact_refresh"
    ),
    path(
        "desk/offers/<int:pk>/items/<int:item>/unconfirmed/",
        facts.way_out,
        {"way": "unconfirmed"},
        name="offer_fact_unconfirmed",
    ),
    path("desk/offers/<int:pk>/items/<int:item>/out/", facts.way_out, {"way": "remove"}, name="offer_fact_remove"),
    path("desk/offers/<int:pk>/preview/", sending.preview, name="offer_preview"),
    path("desk/offers/<int:pk>/preview/pdf/", sending.preview_pdf, name="offer_preview_pdf"),
    path("desk/offers/<int:pk>/send/", sending.send, name="offer_send"),
    path("desk/offers/<int:pk>/state/", sending.state, name="offer_state"),
    path("desk/offers/<int:pk>/seen/", sending.seen, name="offer_marks_seen"),
    path("desk/offers/<int:pk>/link/", sending.link, name="offer_link"),
    path("desk/offers/<int:pk>/versions/<int:number>/pdf/", sending.version_pdf, name="offer_version_pdf"),
]
