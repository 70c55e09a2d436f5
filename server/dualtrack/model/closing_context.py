"""What follows the id that a closing keyword names, and says that the item is not closed after all."""

import re

from dualtrack.text import Span

_WITHIN = 120
"""Characters behind an id in which it is taken back."""

# One of a series but the last, as in `[1/3] Fix TASK-12`, closes nothing.
_OF = r"[ ]?(?:/|of)[ ]?"
_LAST = "|".join(rf"{number}{_OF}{number}\b" for number in range(1, 21))
SERIES = rf"(?!{_LAST})[0-9]{{1,3}}{_OF}[0-9]{{1,3}}\b"
# What was completed may be a part: `Completes TASK-12 design`. And `Archive completed TASK-12` ends nothing.
_WHOLE = re.compile(r"[ \t]*(?:[.,;:()\[\]\n—–-]|(?:and|by)\b|\Z)")
# `Add fix for TASK-12 to the changelog` adds a text, `Apply fix for TASK-12 to other spots` is a part more.
_INTO_A_TEXT = re.compile(
    r"[ \t]to[ \t](?:an?[ \t]couple[ \t]of[ \t]|some[ \t]|more[ \t]|all[ \t])?other\b"
    r"|[ \t]to[ \t](?:the[ \t])?(?:change-?[ ]?log|road-?map|release[ ]notes|news|backlog|docs|documentation|list|plan)\b",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"[ ](?:(?:[\w-]{1,20}[ ]){1,3}ago|yesterday(?!['’])|earlier|already|previously"
    r"|(?:last|the[ ]previous)[ ](?:week|month|quarter|year|sprint|night|release|time))\b",
    re.IGNORECASE,
)

_ENDS = r"[ \t]*(?:[)\].,;\n]|\Z)"
_REVIEW = rf"""(?:(?:address|incorporat|apply|handl|follow|respond)\w*[ ])?
    (?:(?:to|after|from|per|as|the|some|more|minor|code|PR|peer)[ ]){{0,3}}
    (?:reviews?|reviewers?|feedback|nits?|remarks?|suggestions?|comments?)
    (?:[ ](?:comments?|feedback|remarks?|notes?|findings?|suggestions?|changes|fixes|nits?))?(?:{_ENDS}|[ ](?:from|by)\b)"""
# Behind a colon or dash these may begin the item's title, as in `Fix TASK-12: only read the seed once`.
_LIMITED = r"""(?:(?:once(?![ ]and[ ]for)|as[ ]soon[ ]as|unless|pending)\b(?![ ](?:this[ ]is[ ])?merged)
    |partial(?:ly)?|partly|mostly|largely|almost|nearly|somewhat|temporarily|except
    |only(?![ ](?:accept|add|allow|call|check|do|include|keep|load|log|match|put|read|return|run|send|set|show|use|write)[ ])
    |unfinished|incomplete|untested
    |not[ ](?:yet[ ])?(?:finished|complete|done|working|tested|completely|fully|entirely|quite)
    |at[ ]least|later|soon|next|wip|(?:work[ ])?in[ ]progress|(?:in|for)[ ](?:part|most|some|many|the[ ]most[ ]part|now)
    |in[ ](?:an?|the)[ ](?:next|later|following|future|separate|follow-?up))"""
# `TASK-12-cleanup` and `TASK-12/x` are names, `TASK-12's parser` is a part of it.
_PART = re.compile(
    rf"""-\w|/(?![^\W\d_]{{1,20}}-[0-9])\w|['’]s\b|[ \t]?\?(?!\w)|[ \t]{{0,3}}[,;:(\[–-]{{0,2}}[ \t]{{0,3}}(?:
    (?:part|pt\.?|step|phase|stage|(?:acceptance[ ])?criteri(?:on|a)|AC|item|point)[ ]?(?:\#?[0-9]|(?:one|two|three|I{{1,3}})\b)
    |{SERIES}
    |(?:the[ ])?(?:first|second|third|1st|2nd|3rd|initial)[ ](?:part|half|step|phase|portion|iteration|draft|version)\b
    |[\w-]+[ ](?:part|half|portion){_ENDS}
    |initial{_ENDS}
    |follow(?:ed|ing|s)?[ -]?up\b|addendum\b|(?:clean|tidy)(?:ing)?[ -]?ups?{_ENDS}
    |{_REVIEW}
    |(?:hopefully|maybe|probably|possibly|perhaps|I[ ](?:hope|think|guess|believe))\b
    |(?:(?:on|for|in|under|with)[ ])?(?:[\w.]+[ ]){{1,3}}only{_ENDS}
    |but[ ](?:only|still|not[ ](?:on|for|in|under|with|all|fully|quite|entirely|completely))\b
    |(?:[\w-]+[ ]){{0,3}}(?:to[ ]come|(?:to|will)[ ]follow|(?:docs?|documentation|tests?|rest|more)[ ]follows?){_ENDS}
    |to[ ](?:an?|some|the)[ ](?:\w+[ ])?(?:extent|degree)\b)
    |[ \t]{{0,3}}(?:[,;(\[]{{0,2}}[ \t]{{0,3}}{_LIMITED}\b
        |[:–-]{{1,2}}[ \t]{{0,3}}{_LIMITED}(?:(?:[ ][\w-]+)?{_ENDS}|[ ](?:on|for|under|with|when|where|if)\b))""",
    re.IGNORECASE | re.VERBOSE,
)
# `Fixing TASK-12 requires a lock` speaks of it, as does `To fix TASK-12 we need a lock`.
_SUBJECT = re.compile(
    r"[ \t\n](?:is|was|were|will|would|can|could|should|may|might|did|does|has|had|means|meant|took|takes|broke|breaks|led"
    r"|leads|made|makes|(?:requir|need|involv|turn|prov|caus|introduc|expos|reveal|uncover)(?:e?d|e?s))\b"
)
_NEEDED = re.compile(
    r",?[ ](?:I|we|you|they|one)[ ](?:(?:still|also|first|only)[ ])?(?:have|need|must|should|can|could|would|ought|will)\b"
)
# Regression is a kind of model too.
_MODELS = "(?:linear|logistic|ridge|lasso|poisson|quantile|polynomial|ordinal|cox|multinomial|softmax|isotonic|gaussian)"
# Behind an imperative a noun says what is mended, as in `Fix TASK-12 compile error`; a longer text is the item's title.
_NOUN = re.compile(
    rf"""[ \t]+(?!(?:\w+[ ])?{_MODELS}[ -]regression
        |(?:a|an|and|as|at|because|but|by|for|from|if|in|into|on|or|since|so|that|the|this|to|via|when|where|which|while|with
        |without|after|again|also|along|together|here|now|too|once|finally|please|cannot|can't|based|contributed|found|reported|submitted|suggested
        |thanks|using|adding|allowing|applying|avoiding|changing|ensuring|making|preventing|removing|replacing|reverting|\w+ly|\w+-[0-9][\w.]*)(?![\w-]))
    [a-z][\w-]*(?:[ \t]+[a-z][\w-]*){{0,2}}?[ \t]*
    (?:[.,;:)\]](?=\s|\Z)|[(\n]|\Z|(?<=[ \t])(?:in|on|of|for|from|with|after)\b)""",
    re.VERBOSE,
)
# What is mended beside an item, whichever form the keyword has.
_BROKEN = re.compile(
    rf"""[ \t](?:(?:windows|linux|mac(?:os)?|unit|integration|flaky|failing|broken
        |e2e|release|nightly|maven|gradle|docker|more)[ ]){{0,2}}
    (?:(?:(?:compil\w+|builds?|tests?|CI|lint\w*|merge|checkstyle|pipeline|javadoc|import|type|license|style|formatting)[ ])?
    (?:errors?|failures?|warnings?|violations?|conflicts?|breakage)|NPEs?|builds?|CI|tests?|javadocs?|typos?|checkstyle
    |(?:(?!{_MODELS}[ -])[\w-]{{1,20}}[ ]){{0,3}}regressions?)
    (?:{_ENDS}|[ ](?:in|on|of|for|from|with|after)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_STILL = re.compile(
    r"(?:[,;(] ?|\bbut )(?:(?!(?:was|were|that|who|which)\b)[\w-]+ ){0,3}"
    r"still (?:needs?|lacks?|requires?|fails?|missing|open|broken|failing|to be|to do)\b",
    re.IGNORECASE,
)
_MORE_IDS = re.compile(
    r"(?:(?:[ \t]?[,;&+/]|[ \t]and\b){0,2}[ \t]?[^\W\d_][^\W_]*(?:-[^\W\d_][^\W_]*)*+-[0-9][0-9.]*(?![\w-])){0,20}"
)
# Of what there is to implement these are pieces; other nouns are its title.
_PIECE = re.compile(
    r"""[ \t](?:(?:unit|initial|basic)[ ])?(?:tests?|skeleton|scaffold(?:ing)?|stubs?|back-?end|front-?end|prototype|poc|mvp
    |draft|docs|(?:(?:REST|API)[ ])?(?:endpoints?|API|UI))(?:[ \t]?[(.,;\n]|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)
_IMPERATIVE = re.compile(r"(?:clos|(?:re-?)?fix|resolv)(?:e|es|ing)?", re.IGNORECASE)


def is_part(text: str, end: int) -> bool:
    """Whether what follows an id says that not the whole of it is meant."""
    return _PART.match(text, end) is not None


def takes_back(text: str, keyword: re.Match[str], id: Span) -> bool:
    """Whether what follows an id says that its keyword closes nothing."""
    word = keyword["word"].casefold()
    if (keyword["by_fix"] or word.endswith("ing")) and _SUBJECT.match(text, id.end):
        return True
    if keyword["by_fix"] and _INTO_A_TEXT.match(text, id.end):
        return True
    bare = not keyword["colon"] and text[id.start - 1].isspace()
    listed = _MORE_IDS.match(text, id.end)  # `Fix TASK-12 and TASK-13 tests` mends the tests of both
    last = listed.end() if listed else id.end
    return bool(
        is_part(text, last)
        or (keyword["within"] and text[last : last + 1] != ")")
        or (keyword["ended"] and not _WHOLE.match(text, last))
        or _STILL.search(text, last, text.find("\n", last, last + _WITHIN) % (last + _WITHIN))
        or _PIECE.match(text, last)
        or (word.endswith("ed") and _AGO.match(text, last))
        or (_NEEDED.match(text, last) and text[max(0, keyword.start() - 3) : keyword.start()].casefold() == "to ")
        or (bare and _BROKEN.match(text, last))
        or (bare and _IMPERATIVE.fullmatch(word) and _NOUN.match(text, last))
    )
