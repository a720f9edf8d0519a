from django.urls import path

from majup.web.texts import feeds, public

urlpatterns = [
    path("questions/", public.faq, name="faq"),
    path("questions/<slug:code>/", public.question, name="faq_question"),
    path("news/", public.news, name="news"),
    path("news/feed.xml", feeds.news_feed, name="news_feed"),
    path("news/<slug:code>/", public.news_item, name="news_item"),
    path("stories/", public.stories, name="stories"),
    path("stories/<slug:code>/", public.story, name="story"),
]
