"""The constants of the model: what each is, how large, and where that number comes from.

Every constant is declared with a label: ``text`` (the source texts), ``literature`` (with the
citation), ``fitted`` (to a row of the evidence table in docs/model.md) or ``guess``.
``trustsim constants`` prints them all.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from trustsim.scenario.parts import NonNegative, Part, Positive, Probability, constant

Kind = Literal["useful", "story", "fun", "question", "announce", "offer", "pitch", "share"]
"""What a post is: the first four give, ``announce`` carries a link, the next two sell, and
``share`` passes on what somebody in the community made."""

Tone = Literal["helpful", "playful", "candid", "neutral", "hyped", "hard_sell"]
"""How a post speaks."""

KINDS: tuple[Kind, ...] = (
    "useful", "story", "fun", "question", "announce", "offer", "pitch", "share",
)  # fmt: skip
TONES: tuple[Tone, ...] = ("helpful", "playful", "candid", "neutral", "hyped", "hard_sell")

AgeBand = Literal["13-17", "18-34", "35-54", "55+"]
"""Age in years."""

AGE_BANDS: tuple[AgeBand, ...] = ("13-17", "18-34", "35-54", "55+")

JOSANG = "Josang & Ismail 2002, the Beta reputation system"
CENTOLA = "Centola & Macy 2007; Granovetter 1978, threshold models"


class TrustRules(Part):
    """How evidence becomes trust, and how one reading moves it."""

    prior_good: Positive = constant(
        1.0, "Good evidence that a stranger starts with.", "guess", f"the form is {JOSANG}"
    )
    prior_harm: Positive = constant(
        2.0, "Harm evidence that a stranger starts with.", "guess",
        "strangers are wary, trust 1/3; Josang & Ismail's own prior is even, 1 and 1",
    )  # fmt: skip
    gain: Positive = constant(
        1.5, "Good added by a perfect, fully relevant gift.", "guess", "sets the pace: weeks"
    )
    forgiveness: Probability = constant(
        0.57, "How much full credence excuses an ask.", "fitted", "SF15"
    )
    scepticism: Positive = constant(
        6.5, "Harm per ask against good per equal gift, mean over users.", "fitted", "SF15"
    )
    wanted: Probability = constant(
        0.5, "How welcome an ask is to somebody in full need, against urgent need.", "guess",
        "to whoever wants a thing, an offer of it is news",
    )  # fmt: skip
    scepticism_spread: NonNegative = constant(
        0.35, "Standard deviation of the log of scepticism between users.", "guess", ""
    )
    friend_weight: Probability = constant(
        0.8, "How much a friend's trust counts when the friend brings a post.", "guess",
        "people believe friends before brands (Nielsen 2015 Global Trust: 83 % against 33-70 %)",
    )  # fmt: skip
    off_key: NonNegative = constant(
        0.6, "Harm of a tone that does not fit at all, per reading, times gain.", "guess", ""
    )
    fakery: NonNegative = constant(
        2.2, "Harm of a detected fake conversation, times gain.", "guess", ""
    )
    detection: Probability = constant(
        0.07, "Chance that one reader sees through one automated post.", "guess",
        "rises with every automated post the same reader has met",
    )  # fmt: skip
    repeat: NonNegative = constant(
        0.55, "Extra harm per ask for each other ask read in the last four weeks.", "guess",
        "the third pitch hurts more than the first",
    )  # fmt: skip


class ReadingRules(Part):
    """What makes somebody read what the feed shows."""

    base: Probability = constant(0.06, "Chance to read what does not interest at all.", "guess", "")
    cold_credence: Probability = constant(
        0.3, "Share of interest that remains at no credence.", "guess", ""
    )
    peer_credence: Probability = constant(
        0.62, "Credence that friends' own posts have.", "guess", "people believe friends"
    )


class FeedRules(Part):
    """Attention is limited: twice the posts is not twice the reach."""

    crowd: Positive = constant(
        14.0, "Posts a day that compete in every feed, besides friends' own.", "guess", "", "posts"
    )
    attention: Positive = constant(
        9.0, "Posts read per online day, mean over users.", "guess", "", "posts"
    )
    attention_spread: NonNegative = constant(
        0.5, "Standard deviation of the log of attention between users.", "guess", ""
    )
    same_author: NonNegative = constant(
        1.38, "How much each other post of the same day by one author dilutes a post.", "fitted",
        "SF19",
    )  # fmt: skip
    friend_rank: Positive = constant(1.6, "Rank of what a close friend shares.", "guess", "")


class ResponseRules(Part):
    """What readers do besides sharing."""

    like: Probability = constant(0.30, "Chance to like a perfect, relevant post.", "guess", "")
    praise: Probability = constant(0.03, "Chance to praise it in a comment.", "guess", "")
    question: Probability = constant(0.02, "Chance to ask about it.", "guess", "")
    suggestion: Probability = constant(0.008, "Chance to suggest something.", "guess", "")
    complaint: Probability = constant(
        0.05, "Chance to complain under a full ask at no credence.", "guess", ""
    )
    follow: Probability = constant(
        0.22, "Chance that a reader follows after a perfect, relevant post.", "guess", ""
    )
    click: Probability = constant(0.9, "Chance to click the link of a relevant post.", "guess", "")
    mute: NonNegative = constant(
        5.0, "Strength of muting: P = mute * ask * max(0, line - trust)^2.", "guess",
        "the square lets the patient stay and the annoyed leave",
    )  # fmt: skip
    line: Probability = constant(
        0.55, "Trust under which an ask annoys, mean over users.", "guess", ""
    )
    line_spread: NonNegative = constant(0.08, "Standard deviation of that line.", "guess", "")
    unfollow: NonNegative = constant(
        1.2, "A follower unfollows this many times as readily as it mutes.", "guess", ""
    )
    block: Probability = constant(
        0.25, "Share of those who shut the brand out that block it for good.", "guess", ""
    )
    boredom: NonNegative = constant(
        0.010, "Chance to mute per post read a week over the tolerated number.", "guess", ""
    )
    tolerated: Positive = constant(
        4.0, "Posts of one brand a week that nobody minds.", "guess", "", "posts"
    )


class SharingRules(Part):
    """What makes a post travel."""

    strength: Positive = constant(
        1.0, "Scale of the share probability on every platform.", "guess",
        "1 by definition: the network and the platform's reproduction set the scale",
    )  # fmt: skip
    credence_power: NonNegative = constant(
        0.89, "Power of credence in the share probability.", "fitted", "SF17"
    )
    propensity_spread: NonNegative = constant(
        1.03, "Standard deviation of the log of people's readiness to share.", "fitted", "SF1, SF2"
    )
    appeal_spread: NonNegative = constant(
        1.67, "Standard deviation of the log of a post's appeal of its own.", "fitted", "SF1, SF4"
    )
    appeal_cap: Positive = constant(
        25.0, "The most that appeal can be.", "guess", "higher, and towns of 200,000 leave SF4"
    )
    hop_fade: Probability = constant(
        0.558, "What each further hop leaves of the interest in second-hand news.", "fitted", "SF2"
    )
    delay_median: Positive = constant(
        0.49, "Median delay of a share; log-logistic with shape 1.", "fitted", "SF10", "hours"
    )
    delay_cap: Positive = constant(336.0, "Longest delay of one share.", "guess", "", "hours")


class PostingRules(Part):
    """What ordinary users post."""

    rate: Probability = constant(
        0.01, "Posts per user and day, mean.", "guess",
        "the order of the 90-9-1 rule (Nielsen 2006), which counts people, not days",
        "posts",
    )  # fmt: skip
    spread: NonNegative = constant(
        1.5, "Standard deviation of the log of posting rates: few post most.", "guess", ""
    )
    popular: NonNegative = constant(
        0.92, "Power of popularity in posting: the well-followed post more.", "fitted", "SF4"
    )
    quality_low: Probability = constant(0.15, "Quality of the poorest ordinary post.", "guess", "")
    quality_high: Probability = constant(0.95, "Quality of the best ordinary post.", "guess", "")


class TalkRules(Part):
    """How ostracism spreads, and how it ends."""

    warning: NonNegative = constant(
        0.35, "Harm of one friend's warning at full tie, times gain.", "guess",
        "once per warner and brand",
    )  # fmt: skip
    threshold: Probability = constant(
        0.34, "Share of friends who shut a brand out that makes one do the same.", "guess",
        f"that there is a threshold: {CENTOLA}; its height is ours",
    )  # fmt: skip
    threshold_spread: NonNegative = constant(
        0.12, "Standard deviation of that threshold.", "guess", ""
    )
    door_line: Probability = constant(
        0.5, "Share of those who know the brand that closes a circle's door.", "guess",
        "most of its members who know the brand",
    )  # fmt: skip
    door_quorum: Positive = constant(
        4.0, "Fewest who must have shut the brand out before a door closes.", "guess", "", "users"
    )
    door_quorum_share: Probability = constant(
        0.02, "Fewest who must have shut it out, as a share of the circle.", "guess", ""
    )
    quiet_days: Positive = constant(
        28.0, "Days without an ask after which a door reopens.", "guess", "about a month", "days"
    )
    amends_days: NonNegative = constant(
        7.0, "Days taken off that by one full amends (taking part, apology).", "guess", "", "days"
    )
    forgiven: Probability = constant(
        0.4, "Share of a circle's mutes lifted when its door reopens.", "guess", ""
    )
    mute_days: Positive = constant(
        42.0, "Days after which a mute starts to fade.", "guess", "", "days"
    )
    unmute: Probability = constant(
        0.08, "Chance per week that a mute older than that is lifted, times trust.", "guess", ""
    )


class ShopRules(Part):
    """How visits become sales, and what customers say."""

    purchase: Positive = constant(
        4.0, "Readiness to buy of somebody in full need and full trust who is asked.", "guess",
        "above 1, less than full need or trust is enough to be sure of buying",
    )  # fmt: skip
    trust_power: NonNegative = constant(
        2.0, "Power of trust in the chance to buy.", "guess", "the sale comes last"
    )
    unasked: Probability = constant(
        0.03, "Chance to buy on a visit without being asked, against being asked.", "guess", ""
    )
    recovery_weeks: Positive = constant(
        20.0, "Weeks until need is back after a purchase.", "guess", "", "weeks"
    )
    authority_gain: NonNegative = constant(
        0.02, "Search authority per shared link, with falling returns.", "guess", ""
    )
    authority_fade: Probability = constant(0.02, "Search authority lost per week.", "guess", "")
    organic: Probability = constant(
        0.012, "Weekly chance that a needy person finds a brand of full authority.", "guess", ""
    )
    pleased: NonNegative = constant(1.0, "Good of a product that keeps its word.", "guess", "")
    displeased: NonNegative = constant(1.6, "Harm of a flaw that a customer meets.", "guess", "")
    speak_up: Probability = constant(
        0.35, "Chance that a customer who met a flaw complains of it in writing.", "guess", ""
    )
    vouch: Probability = constant(
        0.12, "Chance that a pleased customer tells friends.", "guess", ""
    )
    vouch_good: NonNegative = constant(
        0.35, "Good of one friend's word at full tie, times gain.", "guess", ""
    )


class WeeklyRules(Part):
    """What a week does by itself."""

    good_fade: Probability = constant(
        0.02,
        "Good forgotten per week.",
        "guess",
        "half in eight months; good fades faster than harm",
    )
    harm_fade: Probability = constant(
        0.012, "Harm forgotten per week.", "guess",
        "slower than good: Baumeister et al. 2001, bad is stronger; the number is ours",
    )  # fmt: skip
    memory_fade: Probability = constant(
        0.30, "Share of the memory of asks lost per week.", "guess", "about four weeks"
    )
    drift: Probability = constant(0.004, "Step of interests per week.", "guess", "")
    new_ties: NonNegative = constant(
        0.004, "New ties per user and week, between friends of friends.", "guess", "", "ties"
    )


class WorkRules(Part):
    """What the marketer's other work does."""

    talks_per_hour: Positive = constant(
        6.0, "People one hour of taking part reaches.", "guess", "", "users"
    )
    talk_good: NonNegative = constant(
        0.9, "Good of one real talk, times gain.", "guess", "few people, strong effect"
    )
    talk_follow: Probability = constant(
        0.20,
        "Chance that somebody talked with follows, times how well a helpful tone fits.",
        "guess",
        "",
    )
    amends_per_hour: NonNegative = constant(
        0.25, "Amends that one hour of taking part in a circle makes.", "guess", ""
    )
    apology: NonNegative = constant(
        1.0, "Amends of a first apology; a second within eight weeks makes none.", "guess", ""
    )
    reply_good: NonNegative = constant(
        1.2, "Good of a fitting answer for the one who wrote, times gain.", "guess", ""
    )
    onlooker: Probability = constant(
        0.12, "What an onlooker takes from an answer, against the one who wrote.", "guess", ""
    )
    care_hours: Positive = constant(
        2.6, "Hours that bring a post to 63 % of its best quality.", "guess", "", "hours"
    )
    quality_noise: NonNegative = constant(
        0.06, "Standard deviation of quality around what the hours give.", "guess", ""
    )
    improve_hours: Positive = constant(
        8.0, "Hours that mend half of what a product's facet lacks.", "guess", "", "hours"
    )
    impression_price: Positive = constant(
        0.02, "Price of one boosted impression.", "guess", "about 20 per thousand", "money"
    )
    burnout: Probability = constant(
        0.30, "Share of the hours lost after three full weeks.", "guess", ""
    )


class AnswerRules(Part):
    """What one manner of answering does to the one who wrote, by the kind of comment.

    Above 0 it is good, below 0 harm, both times ``work.reply_good`` and gain.
    """

    praise: float = Field(ge=-5, le=5, description="To praise.")
    question: float = Field(ge=-5, le=5, description="To a question.")
    complaint: float = Field(ge=-5, le=5, description="To a complaint.")
    suggestion: float = Field(ge=-5, le=5, description="To a suggestion.")


def _answer(praise: float, question: float, complaint: float, suggestion: float) -> AnswerRules:
    return AnswerRules(praise=praise, question=question, complaint=complaint, suggestion=suggestion)


class AnswerTable(Part):
    """The manners of answering side by side (guesses; their order is the texts')."""

    thank_fix: AnswerRules = Field(_answer(0.6, 0.9, 1.3, 1.1), description="Thank, and mend it.")
    explain: AnswerRules = Field(_answer(0.2, 1.0, 0.4, 0.4), description="Explain.")
    joke: AnswerRules = Field(_answer(0.7, 0.2, -0.5, 0.1), description="Make a joke of it.")
    delete: AnswerRules = Field(_answer(-1.5, -2.0, -2.5, -2.0), description="Delete it.")
    ignore: AnswerRules = Field(_answer(0.0, -0.3, -0.5, -0.1), description="Leave it.")
    automate: AnswerRules = Field(_answer(0.1, -0.2, -0.7, -0.1), description="Let a bot answer.")


class KindRules(Part):
    """What one kind of post is like by nature."""

    ask: Probability = Field(description="How much it sells by itself.")
    value: Probability = Field(description="How much it gives to a reader.")
    share: NonNegative = Field(description="How readily it is passed on.")
    comment: NonNegative = Field(description="How readily it is answered.")
    hours: NonNegative = Field(description="Hours it takes before any care.")
    link: bool = Field(description="Whether it carries a link to the brand's page.")


def _kind(
    ask: float, value: float, share: float, comment: float, hours: float, link: bool
) -> KindRules:
    return KindRules(ask=ask, value=value, share=share, comment=comment, hours=hours, link=link)


class KindTable(Part):
    """The kinds of post side by side (guesses, but for the order, which the texts give)."""

    useful: KindRules = Field(
        _kind(0.0, 1.0, 1.0, 1.0, 0.5, False), description="A how-to, a gift."
    )
    story: KindRules = Field(_kind(0.0, 0.8, 1.2, 0.8, 0.5, False), description="A moving story.")
    fun: KindRules = Field(_kind(0.0, 0.65, 1.4, 0.7, 0.5, False), description="A joke, a clip.")
    question: KindRules = Field(_kind(0.0, 0.7, 0.3, 3.0, 0.25, False), description="A question.")
    announce: KindRules = Field(_kind(0.3, 0.7, 0.7, 0.8, 0.25, True), description="News, a link.")
    offer: KindRules = Field(_kind(0.65, 0.6, 0.5, 0.6, 0.25, True), description="A special offer.")
    pitch: KindRules = Field(_kind(1.0, 0.3, 0.3, 0.6, 0.25, True), description="Buy this.")
    share: KindRules = Field(
        _kind(0.0, 0.6, 0.6, 0.6, 0.25, False), description="Theirs, passed on."
    )


class Rules(Part):
    """Every constant of the model, by the process that uses it."""

    trust: TrustRules = Field(TrustRules(), description="Evidence and trust.")
    reading: ReadingRules = Field(ReadingRules(), description="Reading.")
    feed: FeedRules = Field(FeedRules(), description="Feeds and attention.")
    response: ResponseRules = Field(ResponseRules(), description="Likes, follows, withdrawal.")
    sharing: SharingRules = Field(SharingRules(), description="Sharing.")
    posting: PostingRules = Field(PostingRules(), description="What ordinary users post.")
    talk: TalkRules = Field(TalkRules(), description="Warnings, thresholds, doors.")
    shop: ShopRules = Field(ShopRules(), description="Visits, sales, customers.")
    weekly: WeeklyRules = Field(WeeklyRules(), description="Fading, drift, new ties.")
    work: WorkRules = Field(WorkRules(), description="The marketer's other work.")
    answers: AnswerTable = Field(AnswerTable(), description="The manners of answering.")
    kinds: KindTable = Field(KindTable(), description="The kinds of post.")
