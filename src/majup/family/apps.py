from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "majup.family"
