"""Words for everything that happens to a household.

WORDS: kind of the event -> whole sentence with named placeholders, filled from the event's `details`:
    "question.sent": _("Question to %(role)s: %(topic)s"),
Some details are codes and become words before they are put in (RESOLVERS): `topic`, `stage`, `before`, `state`, `area`,
`readiness`, `region`, `closing`, `phase`, `purpose`; values that look like ISO days become long dates, texts in several
languages are said in the reader's. A missing detail
becomes an ellipsis. An optional second sentence for `reason` or `note` is not needed: they are shown below.
A kind without words here fails the tests. Each area adds its lines under its own heading.
"""

from django.utils.translation import gettext_lazy as _

WORDS = {
    # cases
    "case.opened": _("The case was opened"),
    "case.opened_by_us": _("The case was opened; we approached the family"),
    "case.stage": _("New stage: %(stage)s"),
    "case.rests": _("The case rests"),
    "case.reopened": _("The case was reopened: %(stage)s"),
    "case.ended": _("The case ended: %(stage)s"),
    "case.responsible": _("%(name)s looks after the case from now on"),
    "case.changed": _("The facts of the case were changed"),
    "case.places_weighed": _("The family weighed its reasons for a place"),
    "need.added": _("New need: %(topic)s"),
    "need.changed": _("A need was changed: %(topic)s"),
    "need.state": _("Need “%(topic)s”: %(state)s"),
    "readiness.changed": _("%(area)s: %(readiness)s"),
    "obstacles.changed": _("What holds the family back was written down"),
    "candidates.changed": _("Places the family thinks of: %(places)s"),
    "step.added": _("New step: %(text)s"),
    "step.done": _("Step done: %(text)s"),
    "step.not_done": _("Step not done after all: %(text)s"),
    "promise.kept": _("Promise kept: %(text)s"),
    "handover.proposed": _("Handing the case over to %(region)s was proposed"),
    "handover.accepted": _("%(region)s took the case over"),
    "handover.declined": _("%(region)s did not take the case over"),
    "handover.withdrawn": _("The proposal to hand the case over to %(region)s was withdrawn"),
    "share.proposed": _("Sharing the case with %(region)s was proposed"),
    "share.accepted": _("The case is shared with %(region)s"),
    "share.declined": _("%(region)s did not want to share the case"),
    "share.withdrawn": _("The proposal to share the case with %(region)s was withdrawn"),
    "share.ended": _("The case is no longer shared with %(region)s"),
    "residence.changed": _("Dates of residence were changed: %(name)s"),
    "household.changed": _("The facts of the household were changed"),
    # what fits
    "fits.told": _("An answer to a condition was written down"),
    "fits.taken_back": _("An answer to a condition was taken back"),
    "match.dismissed": _("A match was put aside: %(fact)s"),
    "match.restored": _("A match was taken up again: %(fact)s"),
    # money for a business
    "grant.interest": _("Interest in support was written down: %(fact)s"),
    "grant.applied": _("They applied for support: %(fact)s"),
    "grant.not_applied": _("They did not apply for support: %(fact)s"),
    "grant.open": _("Interest in support is open again: %(fact)s"),
    # people
    "household.created": _("The household was written down"),
    "member.added": _("New member of the household: %(name)s"),
    "member.changed": _("Changed: %(name)s"),
    "contact_point.added": _("New way to reach %(name)s"),
    "contact_point.removed": _("A way to reach %(name)s was removed"),
    "consent.given": _("Consent given: %(purpose)s"),
    "consent.withdrawn": _("Consent withdrawn: %(purpose)s"),
    # the family's own page
    "family.link_made": _("A link to the family's page was made for %(name)s"),
    "family.link_ended": _("The link of %(name)s to the family's page was ended"),
    "family.correction_proposed": _("%(name)s: the family corrects “%(field)s”"),
    "family.correction_taken": _("%(name)s: “%(field)s” was taken over as the family said"),
    "family.correction_declined": _("%(name)s: “%(field)s” stays as it was"),
    "family.informed": _("The family has all the information it needs"),
    "family.not_informed": _("The family still misses information"),
    "family.job_wish": _("%(name)s said what matters at work"),
    "family.erasure_asked": _("The family asks to have everything erased"),
    "family.erasure_taken_back": _("The family took back its request to erase"),
    "family.erasure_refused": _("The request to erase was refused"),
    "family.keep_asked": _("%(name)s was asked whether to keep the case"),
    "family.keep_yes": _("The family wants its case kept"),
    "family.keep_no": _("The family does not want its case kept"),
    # calls
    "call.asked": _("The family asks for a call (%(day)s, %(time)s)"),
    "call.confirmed": _("A call is agreed: %(day)s, %(time)s"),
    "call.off": _("The call of %(day)s, %(time)s is off"),
    # intake
    "enquiry.attached": _("Enquiry %(reference)s was taken up in the case"),
    # questions
    "introduction.agreed": _("%(name)s agreed that %(employer)s may learn of them"),
    "introduction.withdrawn": _("%(name)s took back the agreement: %(employer)s sees nothing any more"),
    "question.sent": _("Question to %(role)s: %(topic)s"),
    "question.answered": _("Answer from %(role)s: %(topic)s"),
    "question.partly_answered": _("Part of an answer from %(role)s: %(topic)s"),
    "question.answer_changed": _("%(role)s changed the answer: %(topic)s"),
    "question.passed_on": _("The question was passed on to %(role)s: %(topic)s"),
    "question.refused": _("%(role)s will not answer: %(topic)s"),
    "question.withdrawn": _("The question to %(role)s was withdrawn: %(topic)s"),
    "question.reminded": _("%(role)s was reminded of the question: %(topic)s"),
    "question.escalated": _(
        "No answer from %(role)s: the specialist and the regional administration were told (%(topic)s)"
    ),
    "question.search_closed": _("The search in several places has an outcome: %(topic)s"),
    # offers
    "offer.begun": _("An offer was begun"),
    "offer.sent": _("The offer was sent"),
    "offer.sent_again": _("Version %(version)s of the offer was sent"),
    "offer.revised": _("A new version of the offer was begun"),
    "offer.discussed": _("The offer was talked over with the family"),
    "offer.marked_useful": _("The family finds useful: %(item)s"),
    "offer.marked_not_for_us": _("Not for the family: %(item)s"),
    "offer.marked_question": _("The family asks about “%(item)s”: %(text)s"),
    "offer.accepted": _("The family accepts the offer"),
    "offer.accepted_in_part": _("The family accepts a part of the offer"),
    "offer.declined": _("The family declines the offer"),
    "offer.lapsed": _("The offer lapsed"),
    "offer.link_renewed": _("A new link to the offer was made"),
    # outcomes
    "outcome.intention": _("The family intends to return, said on %(on)s: %(people)s people"),
    "outcome.intention_corrected": _("The intention was corrected: said on %(on)s, %(people)s people"),
    "outcome.intention_withdrawn": _("The intention of %(on)s was taken back: it had been recorded by mistake"),
    "outcome.decided": _("The family decided on %(on)s to return"),
    "outcome.not_returning": _("The family decided on %(on)s not to return"),
    "outcome.lost_contact": _("Contact was lost on %(on)s"),
    "outcome.chose_other_region": _("The family chose another region on %(on)s"),
    "outcome.returned": _("The family came back on %(on)s. Adults: %(adults)s, children: %(children)s"),
    "outcome.return_corrected": _("The return was corrected: %(on)s. Adults: %(adults)s, children: %(children)s"),
    "outcome.checked": _("Talk after the return, month %(month)s"),
    "rating.asked": _("%(name)s was asked how our help was"),
    "rating.said": _("The family said how our help was"),
    "rating.changed": _("The family changed what it said of our help"),
    "rating.skipped": _("The family would rather not say how our help was"),
    "outcome.left_again": _("The family left again on %(on)s"),
    # people
    "household.merged": _("Two files of the family became one"),
    "household.merge_undone": _("The merge of two files was taken back"),
    "household.erased": _("The family was erased"),
}
