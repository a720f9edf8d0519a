from django.apps import AppConfig


class OpeningsConfig(AppConfig):
    name = "majup.openings"
