"""Renewing links: hosts let one go on for another term, in words or by its prompt.

Owns when that may be. Refuses to know when they are asked (`link_times`).
"""

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.links import live, one_meant, with_state
from microsol_matrix.decide.rights import for_hosts
from microsol_matrix.ids import UserId
from microsol_matrix.scales.link import Link, LinkRenewed, LinkState
from microsol_matrix.talk.grammar import Verdict
from microsol_matrix.talk.links import who
from microsol_matrix.words import Said, say


def renew_by_name(course: Course, words: str, *, by: UserId) -> Said | Refused:
    """Let a host renew the link that they name."""
    if not words:
        return Refused(say("link.renew.how"))
    mutual = with_state(course.world, LinkState.MUTUAL)
    meant = one_meant(mutual, words)
    if isinstance(meant, Refused):
        others = one_meant(live(course.world), words)
        if isinstance(others, Refused):
            return meant
        return Refused(say("link.renew.not-linked", who=who(others)))
    return renew_link(course, meant, by)


def renew_link(course: Course, link: Link, by: UserId) -> Said | Refused:
    """Let a link go on for another term, once its end is near."""
    world = course.world
    if not link.is_mutual or link.expires_at is None:
        return Refused(say("link.renew.not-linked", who=who(link)))
    near = link.expires_at - world.numbers.link_renewal
    if course.moment.now < near:
        until, day = world.day_of(link.expires_at), world.day_of(near)
        return Refused(say("link.renew.early", who=who(link), until=until, day=day))
    expires_at = link.expires_at + world.numbers.link_term
    course.add(LinkRenewed(link.porch, expires_at=expires_at, by=by))
    return say("link.renewed", who=who(link), until=world.day_of(expires_at))


def answer_renewal(course: Course, link: Link, by: UserId, *, verdict: Verdict) -> Refused | None:
    """Let a host renew by the prompt; whoever would not need not say so."""
    if refusal := for_hosts(course.world, by):
        return refusal
    if verdict is Verdict.NO or not link.is_renewal_open:
        return None
    outcome = renew_link(course, link, by)
    return outcome if isinstance(outcome, Refused) else None
