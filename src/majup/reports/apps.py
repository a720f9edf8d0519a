from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "majup.reports"
