import numpy as np

from trustsim.campaign.inbox import Inbox
from trustsim.market.outcome import COMMENT, COMMENT_KINDS, Reason

CIRCLE_OF = np.array([0, 0, 1, 1], np.int16)


def rows(*kinds: str):
    found = np.zeros(len(kinds), COMMENT)
    found["kind"] = [COMMENT_KINDS.index(kind) for kind in kinds]
    found["user"] = np.arange(len(kinds)) % 4
    found["facet"] = -1
    found["reason"] = int(Reason.LIKED_IT)
    return found


def inbox_with(*kinds: str, room: int = 40, week: int = 1) -> Inbox:
    inbox = Inbox(room=room, weeks=2)
    inbox.receive(rows(*kinds), week, CIRCLE_OF, ("bees", "tea"), ("jar",))
    return inbox


def test_a_comment_says_who_where_and_why():
    comment = inbox_with("praise", "question", "complaint").open[2]
    assert (comment.id, comment.week, comment.user, comment.circle) == (2, 1, 2, "tea")
    assert (comment.kind, comment.facet, comment.reason) == ("complaint", None, "liked_it")


def test_a_facet_is_named():
    found = rows("complaint")
    found["facet"] = 0
    inbox = Inbox(room=40, weeks=2)
    inbox.receive(found, 1, CIRCLE_OF, ("bees", "tea"), ("jar",))
    assert inbox.open[0].facet == "jar"


def test_a_full_inbox_keeps_the_most_urgent():
    inbox = inbox_with("praise", "praise", "suggestion", "complaint", "question", room=3)
    assert [comment.kind for comment in inbox.open.values()] == [
        "suggestion",
        "complaint",
        "question",
    ]


def test_an_inbox_without_room_takes_nothing_more():
    inbox = inbox_with("complaint", "complaint", room=2)
    inbox.receive(rows("complaint"), 2, CIRCLE_OF, ("bees", "tea"), ("jar",))
    assert list(inbox.open) == [0, 1]


def test_an_answered_comment_leaves_the_inbox_and_is_remembered():
    inbox = inbox_with("question")
    assert inbox.answer(0, week=2).kind == "question"
    assert inbox.open == {}
    assert inbox.answered == {0: 2}


def test_a_comment_of_week_1_can_be_answered_in_weeks_2_and_3_and_then_lapses():
    inbox = inbox_with("question")
    assert inbox.lapse(2) == []
    assert [comment.id for comment in inbox.lapse(3)] == [0]
    assert inbox.open == {}


def test_numbers_are_never_given_twice():
    inbox = inbox_with("question")
    inbox.answer(0, week=2)
    inbox.receive(rows("praise"), 2, CIRCLE_OF, ("bees", "tea"), ("jar",))
    assert list(inbox.open) == [1]
