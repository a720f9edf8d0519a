from django.urls import path

from majup.web.figures.issuing import correcting, files, ministry, pages, regional

urlpatterns = [
    path("reports/", pages.reports, name="reports"),
    path("reports/new/", pages.new, name="report_new"),
    path("reports/since-the-start/", correcting.since_start, name="reports_since"),
    path("reports/<int:pk>/", ministry.report, name="report"),
    path("reports/<int:pk>/issue/", ministry.issue, name="report_issue"),
    path("reports/<int:pk>/discard/", pages.discard, name="report_discard"),
    path("reports/<int:pk>/compared/", correcting.compared, name="report_compared"),
    path("reports/<int:pk>/correct/", correcting.correct, name="report_correct"),
    path("reports/<int:pk>/file/<slug:kind>/", files.file, name="report_file"),
    path("reports/<int:pk>/<slug:region>/", regional.regional, name="report_region"),
    path("reports/<int:pk>/<slug:region>/send-back/", ministry.send_back, name="report_return"),
    path("reports/<int:pk>/<slug:region>/exceptions/<slug:code>/", regional.exception, name="report_exception"),
]
