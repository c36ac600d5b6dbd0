"""The cascade autopsy: a tree, its measures, and why somebody did not share."""

import numpy as np
import pytest

from tests.explain.games import game, played
from trustsim.errors import UsageError
from trustsim.explain.autopsy import BOUNDED, autopsy, meeting_with, own_posts


def all_found():
    return [autopsy(game(), post) for post in own_posts(game())]


def widest():
    return max(all_found(), key=lambda found: found.size)


def result_of(post):
    return next(r for report in game().reports for r in report.posts if r.post == post)


def test_every_post_of_the_plans_can_be_taken_apart():
    assert len(own_posts(game())) == sum(len(plan.posts) for plan in game().plans)
    for found in all_found():
        result = result_of(found.post)
        counts = found.counts()
        assert counts["shared"] == result.shares
        assert counts["shared"] + counts["read"] + counts["scrolled"] == result.reach
        assert found.size == result.shares + 1
        assert found.depth == result.depth


def test_the_town_has_a_cascade_to_look_at():
    assert widest().size >= 3


def test_the_branches_make_one_tree_with_the_brand_as_its_root():
    found = widest()
    assert found.branches[-1].parent == -1
    below = [child for branch in found.branches.values() for child in branch.children]
    assert sorted(below) == sorted(set(found.branches) - {-1})
    for branch in found.branches.values():
        for child in branch.children:
            assert found.branches[child].parent == branch.user
            assert found.branches[child].depth == branch.depth + 1


def test_depth_and_breadth_are_counted_on_the_tree():
    found = widest()
    depths = [branch.depth for branch in found.branches.values()]
    assert found.depth == max(depths)
    assert sum(found.breadths) == found.size
    assert found.breadths[0] == 1
    assert found.breadth == max(found.breadths)


def distances(found):
    """Return the distance between every two nodes of the tree, by walking up from each."""

    def way_up(user):
        way = [user]
        while way[-1] != -1:
            way.append(found.branches[way[-1]].parent)
        return way

    ways = [way_up(user) for user in found.branches]
    for index, one in enumerate(ways):
        for other in ways[:index]:
            shared = len(set(one) & set(other))
            yield len(one) + len(other) - 2 * shared


def test_structural_virality_is_the_mean_distance_over_all_pairs():
    found = widest()
    assert found.structural_virality == pytest.approx(np.mean(list(distances(found))))


def test_the_factors_multiply_to_the_probability_that_was_drawn_against():
    for found in all_found():
        for meeting in found.meetings.values():
            product = meeting.factors.share_probability
            assert product == pytest.approx(meeting.share_probability, rel=1e-9)
            assert all(0.0 <= getattr(meeting.factors, name) <= 1.0 for name in BOUNDED)


def test_the_appeal_of_a_post_is_the_same_for_everybody():
    for found in all_found():
        appeals = [meeting.factors.appeal for meeting in found.meetings.values()]
        assert appeals == pytest.approx([appeals[0]] * len(appeals), rel=1e-6)


def test_the_verdict_is_what_the_dice_say():
    for found in all_found():
        for meeting in found.meetings.values():
            sees = meeting.draw < meeting.see_probability
            reads = meeting.draw < meeting.see_probability * meeting.read_probability
            shares = reads and meeting.share_draw < meeting.share_probability
            said = "shared" if shares else "read" if reads else "scrolled" if sees else "missed"
            assert meeting.verdict == said


def test_why_somebody_did_not_share_names_what_alone_would_have_changed_it():
    meetings = [m for found in all_found() for m in found.meetings.values() if m.verdict == "read"]
    assert any(meeting.missing for meeting in meetings)
    for meeting in meetings:
        for name in BOUNDED:
            would = meeting.factors.at_best(name) > meeting.share_draw
            assert (name in meeting.missing) == would


def test_who_nearly_shared_comes_first():
    found = widest()
    short = [meeting.share_draw / meeting.share_probability for meeting in found.nearly]
    assert short == sorted(short)
    assert all(value >= 1.0 for value in short)


def test_a_bridge_brings_a_post_into_another_circle():
    bridges = [(found, bridge) for found in all_found() for bridge in found.bridges]
    assert bridges, "somebody must cross, or the rule isn't seen"
    circle = game().market.world.people.circle
    for found, bridge in bridges:
        assert bridge.user in found.branches
        assert circle[bridge.user] == bridge.origin != bridge.target
        assert bridge.brought >= 1


def test_somebody_it_never_came_near_is_unreached():
    found = all_found()[0]
    users = range(game().market.world.users)
    outside = next(user for user in users if user not in found.meetings)
    assert meeting_with(game(), found, outside) == "unreached"
    inside = next(iter(found.meetings))
    assert meeting_with(game(), found, inside) == found.meetings[inside]


def test_a_person_who_is_not_there_is_refused():
    with pytest.raises(UsageError, match="there is no person 150; people are 0 to 149"):
        meeting_with(game(), all_found()[0], 150)


def test_a_post_of_somebody_else_is_refused():
    with pytest.raises(UsageError, match="the brand has no post 3"):
        autopsy(game(), 3)


def test_a_run_recorded_with_less_has_nothing_to_take_apart():
    campaign = played(weeks=1, record="posts")
    with pytest.raises(UsageError, match="record at level 'full'"):
        autopsy(campaign, own_posts(campaign)[0])
