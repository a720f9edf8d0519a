from django.urls import path

from majup.web.desk.cases import answers, family, handovers, lists, needs, opening, page, stages

CASE = "desk/cases/<str:reference>/"

urlpatterns = [
    path("desk/cases/", lists.case_list, name="cases"),
    path("desk/cases/new/", opening.open_case, name="case_new"),
    path("desk/cases/open-work/", lists.open_work, name="open_work"),
    path("desk/cases/moments/", lists.moments, name="moments"),
    path("desk/cases/demand/", lists.demand, name="demand"),
    path("desk/cases/handovers/", handovers.proposals, name="handovers"),
    path("desk/cases/handovers/<int:pk>/", handovers.decide, name="handover_decide"),
    path("desk/answers/", answers.library, name="answers"),
    path("desk/answers/new/", answers.new, name="answer_new"),
    path("desk/answers/<int:pk>/", answers.change, name="answer_change"),
    path("desk/answers/<int:pk>/withdraw/", answers.withdraw, name="answer_withdraw"),
    path(CASE, page.case_page, name="case"),
    path(f"{CASE}contact/", page.log_contact, name="case_contact"),
    path(f"{CASE}letter/", page.letter, name="case_letter"),
    path(f"{CASE}promise/<int:pk>/", page.keep_promise, name="case_promise"),
    path(f"{CASE}step/<int:pk>/", page.tick_step, name="case_step"),
    path(f"{CASE}step/", page.add_step, name="case_step_new"),
    path(f"{CASE}attach/", opening.attach, name="case_attach"),
    path(f"{CASE}needs/", needs.add, name="case_needs"),
    path(f"{CASE}need/<int:pk>/", needs.change, name="case_need"),
    path(f"{CASE}need/<int:pk>/state/", needs.set_state, name="case_need_state"),
    path(f"{CASE}facts/", needs.facts, name="case_facts"),
    path(f"{CASE}readiness/", needs.readiness, name="case_readiness"),
    path(f"{CASE}obstacles/", needs.obstacles, name="case_obstacles"),
    path(f"{CASE}places/", needs.places, name="case_places"),
    path(f"{CASE}household/", family.household, name="case_household"),
    path(f"{CASE}member/", family.new_member, name="case_member_new"),
    path(f"{CASE}member/<int:pk>/", family.member, name="case_member"),
    path(f"{CASE}member/<int:pk>/reach/", family.new_contact_point, name="case_reach"),
    path(f"{CASE}reach/<int:pk>/remove/", family.remove_contact_point, name="case_reach_remove"),
    path(f"{CASE}stage/", stages.move, name="case_stage"),
    path(f"{CASE}rest/", stages.rest, name="case_rest"),
    path(f"{CASE}close/", stages.close, name="case_close"),
    path(f"{CASE}handover/", handovers.propose, name="case_handover"),
    path(f"{CASE}handover/<int:pk>/withdraw/", handovers.withdraw, name="handover_withdraw"),
    path(f"{CASE}share/<int:pk>/end/", handovers.end_share, name="share_end"),
]
