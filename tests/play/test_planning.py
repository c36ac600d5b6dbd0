"""Planning by typed words: what they do to the draft, and what is said when a word is off."""

import pytest

from trustsim.campaign.plan import Plan, PostPlan, Reply, Work


def test_a_post_is_read_word_by_word(game):
    said = game.type("post story tea in tasters tone candid care 2.5 day fri ask 0.2 boost 10")
    assert game.plan.posts == (
        PostPlan(kind="story", topic="tea", audience="tasters", tone="candid", care=2.5, day=4,
                 ask=0.2, boost=10.0),
    )  # fmt: skip
    assert said.startswith("  1. Fri Story on tea, candid, Tea tasters: 3 h, likely seen by ")
    assert "ask 0.20, boosted with £10" in said


def test_a_post_needs_no_more_than_its_kind(game):
    game.type("post useful", "post pitch", "post fun")
    assert [(p.topic, p.tone, p.audience, p.day) for p in game.plan.posts] == [
        ("bees", "helpful", "home", 1), ("bees", "hard_sell", "home", 3),
        ("bees", "playful", "home", 5),
    ]  # fmt: skip


def test_words_may_be_shortened_or_counted_off(game):
    game.type("post us te in ke tone cand", "post 2")
    assert game.plan.posts[0].kind == "useful"
    assert (game.plan.posts[0].topic, game.plan.posts[0].audience) == ("tea", "keepers")
    game.type("post fun in 3")
    assert game.plan.posts[1].audience == "tasters"


def test_the_scheduler_takes_no_hours(game):
    assert "0 h" in game.type("post fun bot")
    assert game.plan.posts[0].automated


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("post", "which kind? such as: post KIND"),
        ("post usefull", "there is no kind of post 'usefull'; did you mean 'useful'?"),
        ("post useful teaa", "there is no topic 'teaa'; did you mean 'tea'? known: bees, tea"),
        ("post useful in keeper", "Keepers"),
        ("post useful in nowhere", "there is no circle 'nowhere'; known: home, keepers"),
        ("post useful tone loud", "there is no tone 'loud'"),
        ("post useful care lots", "care: 'lots' is not a number of 0 or more"),
        ("post useful care -1", "care: '-1' is not a number of 0 or more"),
        ("post useful care nan", "care: 'nan' is not a number of 0 or more"),
        ("post useful care 41", "care 41 is out of range: 0 to 40"),
        ("post useful ask 2", "ask 2 is out of range: 0 to 1"),
        ("post useful day someday", "there is no day 'someday'"),
        ("post useful bees carr 3", "'carr' is no part of a post; did you mean 'care'?"),
        ("post useful care", "'care' needs something after it"),
        ("post useful with Ana", "person: 'Ana' is not a number"),
        ("change 1 tone playful", "there is no planned post '1'; there are 0"),
        ("talk", "which circle? known: keepers, tasters, flyers"),
        ("talk keepers many", "hours: 'many' is not a number"),
        ("listen keepers 500", "hours 500 is out of range: 0 to 120"),
        ("improve", "which side of the product? known: jar, taste"),
        ("improve lid 2", "there is no side of the product 'lid'"),
        ("collaborate 2", "first plan a post with one"),
        ("reply", "say which comment and how, such as: reply NUMBER HOW"),
        ("reply 3 joke", "there is no comment 3; your inbox is empty"),
        ("reply three joke", "comment: 'three' is not a number"),
        ("reply 3 shout", "there is no way to answer 'shout'"),
        ("drop", "say what to leave out"),
        ("drop 4", "there is no planned post '4'; there are 0"),
        ("drop a", "say what to leave out"),
        ("undo", "nothing to undo in this plan; rewind takes a whole week back"),
        ("bet 1 x", "bet: 'x' is not a number"),
        ("clera", "'clera' is nothing you can do here; did you mean 'clear'?"),
        ("xyzzy", "'xyzzy' is nothing you can do here; type help for a list."),
        ("post useful ²", "there is no topic '²'"),
        ('post useful "', "1. Tue Useful"),
    ],
)
def test_a_word_that_is_off_is_said_with_what_is_allowed(game, line, said):
    before = game.plan
    answer = game.type(line)
    assert said.lower() in answer.lower()
    if answer.startswith(("Not like this", "'")):
        assert game.plan == before


def test_a_draft_that_takes_too_much_says_so_at_once_and_is_refused_when_played(game):
    said = game.type("post useful care 9", "post useful care 2")
    assert "That is 2 h more than you have" in said
    assert "week 1: the plan takes 12 h and you have 10 h" in game.type("go")
    assert game.campaign.week == 0
    assert len(game.plan.posts) == 2


def test_too_many_posts_and_too_much_money_show_at_once(game):
    said = game.type(*["post fun care 0"] * 4, "change 1 boost 500")
    assert "A week takes 3 posts at most" in said
    assert "That costs £400 more than you have" in said


def test_a_planned_post_can_be_changed(game):
    game.type("post useful care 2", "change 1 story tone candid in tasters day mon")
    post = game.plan.posts[0]
    assert (post.kind, post.tone, post.audience, post.day, post.care) == (
        "story", "candid", "tasters", 0, 2.0,
    )  # fmt: skip


def test_work_adds_up_and_is_dropped_by_its_letter(game):
    game.type("talk keepers 2", "talk keepers 1", "listen tasters", "improve jar 0,5")
    assert game.plan.work == (
        Work(kind="take_part", circle="keepers", hours=3.0),
        Work(kind="listen", circle="tasters", hours=1.0),
        Work(kind="improve", facet="jar", hours=0.5),
    )
    game.type("drop b")
    assert [work.kind for work in game.plan.work] == ["take_part", "improve"]


def test_undo_takes_back_one_change_after_the_other(game):
    game.type("post useful", "talk keepers 2", "clear")
    assert game.plan == Plan()
    game.type("undo")
    assert len(game.plan.posts) == len(game.plan.work) == 1
    game.type("undo", "undo")
    assert game.plan == Plan()


def test_a_bet_is_one_of_three_bands_or_two_numbers(game):
    game.type("post useful in keepers")
    bands = game.type("bet").splitlines()
    assert len(bands) == 3
    assert bands[2].startswith("  bet 3: seen by more than ")
    game.type("bet 2")
    low, high = game.plan.bet
    assert bands[1] == f"  bet 2: seen by {low:g} to {high:g}"
    game.type("bet 40 10")
    assert game.plan.bet == (10.0, 40.0)


def until_somebody_writes(typed):
    for _ in range(8):
        if typed.shell.session.report.inbox:
            return
        typed.type("post question bees in keepers", "post question tea in tasters", "go")


def test_comments_are_answered_and_the_answer_dropped(later):
    until_somebody_writes(later)
    comments = later.shell.session.report.inbox
    assert comments, "weeks of questions bring somebody to write"
    number = comments[0].id
    assert f"#{number} " in later.type("inbox all")
    later.type(f"reply #{number} thank fix")
    assert later.plan.replies == (Reply(comment=number, manner="thank_fix"),)
    assert "-> thank and fix" in later.type("inbox all")
    later.type(f"reply {number} joke")
    assert later.plan.replies[0].manner == "joke"
    later.type(f"drop #{number}")
    assert later.plan.replies == ()


def test_a_comment_that_is_not_there_names_those_that_are(later):
    until_somebody_writes(later)
    said = later.type("reply 999 joke")
    assert "there is no comment 999 in your inbox; there are: " in said


def test_a_connector_is_found_by_listening_and_worked_with(game):
    game.type("listen keepers 4", "go")
    connector = game.shell.session.report.circle("keepers").connector
    assert f"post ... with {connector}" in game.type("circles")
    game.type(f"post useful in keepers with {connector}", "collaborate 2")
    assert game.plan.posts[0].collaborator == connector
    assert game.plan.work == (Work(kind="collaborate", hours=2.0),)
    assert "What came of week 2" in game.type("go")


def test_somebody_who_is_no_connector_is_refused_with_a_way_out(game):
    game.type("post useful in keepers with 3")
    assert "listen in a circle to find its connector" in game.type("go")
    assert game.campaign.week == 0


def test_a_closed_door_shows_when_a_post_is_planned_for_it(game):
    for _ in range(6):
        game.type("post pitch in keepers ask 1", "post pitch in keepers", "post pitch", "go")
        if not game.shell.session.report.circle("keepers").door_open:
            break
    assert "Bee keepers has closed its door" in game.type("post useful in keepers")
    assert "DOOR CLOSED" in game.type("circles")
    assert "whose door is shut" in game.type("go")
