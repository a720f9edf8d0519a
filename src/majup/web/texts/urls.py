from django.urls import path

from majup.web.texts import desk, feeds, public, writing

DESK = "desk/texts/"

urlpatterns = [
    path("questions/", public.faq, name="faq"),
    path("questions/<slug:code>/", public.question, name="faq_question"),
    path("news/", public.news, name="news"),
    path("news/feed.xml", feeds.news_feed, name="news_feed"),
    path("news/<slug:code>/", public.news_item, name="news_item"),
    path("stories/", public.stories, name="stories"),
    path("stories/<slug:code>/", public.story, name="story"),
    path(DESK, desk.texts, name="texts"),
    path(f"{DESK}links/", desk.links, name="text_links"),
    path(f"{DESK}new/<slug:kind>/", writing.new, name="text_new"),
    path(f"{DESK}<slug:code>/", desk.text, name="text"),
    path(f"{DESK}<slug:code>/change/", writing.change, name="text_change"),
    path(f"{DESK}<slug:code>/send/", desk.act, {"what": "send"}, name="text_send"),
    path(f"{DESK}<slug:code>/approve/", desk.act, {"what": "approve"}, name="text_approve"),
    path(f"{DESK}<slug:code>/confirm/", desk.act, {"what": "confirm"}, name="text_confirm"),
    path(f"{DESK}<slug:code>/drop/", desk.act, {"what": "drop"}, name="text_drop"),
    path(f"{DESK}<slug:code>/give-back/", desk.give_back, name="text_give_back"),
    path(f"{DESK}<slug:code>/archive/", desk.archive, name="text_archive"),
    path(f"{DESK}<slug:code>/consent/", desk.consent, name="text_consent"),
    path(f"{DESK}<slug:code>/consent/<int:pk>/withdraw/", desk.consent_withdraw, name="text_consent_withdraw"),
]
