"""Closing keywords in a commit's message, and the words around them that say that they close nothing after all."""

import re

from dualtrack.model.closing_context import SERIES, is_part, takes_back
from dualtrack.model.mention import ADDRESS
from dualtrack.text import Span

_WITHIN = 120
"""Characters before an id in which its keyword stands, and before a keyword in which it is taken back."""

_NUMBERS = r"(?:#[0-9]{1,9}(?:[ \t]?,[ \t]?|[ \t]and[ \t])){0,9}(?:#[0-9]{1,9}(?P<within>[ \t]\())?"
_KINDS = r"(?:issue|bug|ticket|task|experiment|item|defect|improvement)"
_COUNTED = rf"(?:(?:[0-9]{{1,3}}|two|three|four|five|several)[ ](?:[\w-]{{1,20}}[ ]){{0,2}}{_KINDS}s[ ]?\()"
_ITEM = rf"(?:(?:both[ \t]+)?(?:(?:the[ \t]+)?(?:jira[ \t]+)?{_KINDS}s?:?[ \t]+|jira:?[ \t]+)?|{_COUNTED})[#\[<*_`]*"
_TESTS = r"(?:(?:unit|regression)[ \t]+)?(?:tests?|specs?)(?:[ -]?cases?)?"
_BY = r"(?:[ ](?:by|from)[ ](?-i:[A-Z])[\w.'’-]{1,30}(?:[ ](?-i:[A-Z])[\w.'’-]{0,30}){0,2})"
_OWN_WORD = r"""(?<![\w./#`"'“‘-])(?<!["'“‘`]\[)"""  # "hot-fix" and "suffix" are no keywords, and a quotation is not meant
_KEYWORD = re.compile(
    rf"{_OWN_WORD}(?P<word>clos(?:e[sd]?|ing)|(?:re-?|bug)?fix(?:e[sd]|ing)?|(?:re)?solv(?:e[sd]?|ing)|implement(?:s|ed|ing)?"
    rf"|(?P<ended>complet(?:e[sd]?|ing)|finish(?:e[sd]|ing)?))"
    rf"(?P<by_fix>(?:(?<=fix)|(?<=fixes))(?:[ \t]+(?:and|with)[ \t]+(?:an?[ \t]+)?{_TESTS})?{_BY}?[ \t]+for)?"
    rf"(?:(?P<colon>[*_]{{0,2}}[ \t]?:[*_]{{0,2}}[ \t]*(?:\n[ \t]*(?:[*+-][ \t]+)?)?|[ \t][-–—][ \t]+)\(?"
    rf"|[ \t]+|(?P<wrapped>[ \t]*\n[ \t]*))"
    rf"{_NUMBERS}{_ITEM}{ADDRESS}\Z",
    re.IGNORECASE,
)
_MAY_DESCRIBE = re.compile(r"completed?|finish(?:ed)?", re.IGNORECASE)
_ANOTHER_VERB = re.compile(r"(?:\(|\b(?:and|to)[ \t\n])\Z", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.;!][ \t]{1,3}\Z")
_WRAPPED = re.compile(r"[^\s.:;!]\n[ \t]*\Z")
_LEADING = r"[ \t]*(?:(?:[*+-]|[0-9]{1,9}[.)])[ \t]+)?(?:\[[^\]\n]{0,60}\][ \t:]*)?"
_VERSION = r"(?:\([0-9][\w.]{0,9}\)|[0-9]{1,9}\.[\w.]{1,9}:)[ \t]*"
# Before more words a tag such as `[WIP]` would be overlooked.
_BEFORE_FIX_FOR = re.compile(
    rf"{_LEADING}(?:(?:merg|commit|back[ -]?port)\w*[ \t]+)?"
    rf"|[ \t]*{_VERSION}(?:(?:back|forward)-?port\w*[ \t]+)?"
    r"|(?!docs|news|change|todo|test)[a-z][a-z/_.-]{1,30}:[ \t]+"
    rf"|[ \t]*(?:apply(?:ing)?[ ])?(?:[A-Z][a-z]{{1,20}}['’]s?[ ])?(?:{_TESTS}[ ]and[ ])?"
    r"(?:(?:complete|final|proper|correct)[ ])?"
    r"|[ \t]*(?:(?:[*+-]|[0-9]{1,9}[.)])[ \t]+)?\[?(?:(?:add|(?:back|forward)-?port|cherry-?pick)(?:s|ed|ing)?[ \t]+"
    rf"|(?:appl(?:y|ies|ied|ying)|merg(?:e[sd]?|ing)|commit(?:s|ted|ting)?)[ \t]+)?"
    rf"(?:(?:an?[ \t]+)?{_TESTS}[ \t]+and[ \t]+)?(?:bug[ \t]+)?",
    re.IGNORECASE,
)
_THIS_IS_A = re.compile(
    r"(?:\A|\n|[.;!][ ]{1,3})[ \t]*(?:here(?:['’]s|[ ]is)"
    r"|this(?:[ ](?:commit|patch|change|pull[ ]request|pr|mr))?[ ](?:is|adds|contains|includes|provides))"
    r"[ ](?:an?|the)[ ](?:bug[ ]?)?\Z",
    re.IGNORECASE,
)
_BEFORE_COMPLETE = re.compile(rf"{_LEADING}(?:[a-z]{{1,20}}(?:\([^()\n]{{0,40}}\))?!?:[ \t]+)?")
# Behind a dash in the middle of a line the id says where the line belongs: `skip it until it gets fixed - TASK-12`.
_BEFORE_DASH = re.compile(rf"(?:[^\n]{{0,120}}[(\[])?{_LEADING}(?:bug[ -]?)?")
_BEFORE_CLOSED = re.compile(r"(?:\A|\n)(?:\[[\w.-]{1,20}\][ ]?){0,4}[(\[]?\Z")
_CLOSED = re.compile(
    r"(?:\][ ]?\[[^\W\d_]{1,20}-[0-9.]{1,9}){0,5}[\])]?[ \t]{0,3}[:–—-]?[ \t]{0,3}"
    r"(?P<word>fixed|(?:re)?solved|closed|implemented|completed)[ \t]{0,3}"
    r"(?:[.:\n]|[–—-][ \t]|\Z)",
    re.IGNORECASE,
)
_MINOR = re.compile(
    r"(?<!\bthis[ ])\b(?:minor|small|some|various|several|few|typo|later|further|subsequent|future|follow[ -]?(?:up|on)"
    r"|javadoc|style|formatting|review|checkstyle|build|test)[ ]fix(?:es)?\Z",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"""[ \t]*(?:[*+-][ \t]+)?\[?(?:(?:TODO|FIXME|XXX)\b|(?i:to[ -]?do|fixme|next(?:[ ]steps?|[ ]up)?|later|pending|remaining
    |still[ ](?:open|to[ ]do|missing)|not[ ](?:yet|done|yet[ ]done)|left|follow-?ups?|ideas?|proposals?|suggestions?|planned)
    [ \t]*:)[^.;!\n]*""",
    re.VERBOSE,
)
_HEADS_TO_DO = re.compile(r"[ \t]*(?:[*#+-]+[ \t]+)?(?:still[ ])?to[ ]", re.IGNORECASE)
_SAYS_WHAT = re.compile(
    r"\b(?:to|(?:this(?:[ ](?:commit|patch|change|version|release))?|it|hence|thus|therefore)(?:[ ](?:also|\w{1,20}ly))?)[ ]\Z",
    re.IGNORECASE,
)
_REOPENS = re.compile(rf"{_OWN_WORD}re-?open(?:s|ed|ing)?:?[ \t]+{_ITEM}\Z", re.IGNORECASE)
# `fix:` begins many a title of which the id that follows says only where it belongs.
_TYPE = re.compile(r"[ \t]*(?:[*-][ \t]+)?fix[ \t]*[:–—-][ \t]*", re.IGNORECASE)
_ONLY_IDS = re.compile(r"(?:[^\w\n]+|and\b|[^\W\d_][^\W_]*(?:-[^\W\d_][^\W_]*)*-[0-9.]+|[0-9]+)*+(?:\n|\Z)")

_NOT = r"""\b(?:(?:do(?:es)?|wo|did|is|was|are|were|ca|has|have|had|should|could|would|must)n['’]?t
    |not|never|cannot|nobody|no[ ]one|nothing|none[ ]of|neither
    |revert(?:s|ed|ing)?|undo(?:es|ing)?|back(?:s|ed)?[ -]?out|roll(?:s|ed)?[ -]?back
    |(?:revert|undo|back-?out|roll-?back)[.:])(?:[ \t\n][\w-]+){0,2}"""
_ON_THE_WAY = r"""\b(?:(?:needs?|needed|requires?|required|necessary|prerequisite|reason|goal|aim|step|effort|groundwork
        |preparation|plan|follow-?up|workaround|initial|first|more|further|preliminary)(?:[ ][\w.()-]+){0,4}?
    |(?:prepar|prepp|attempt|intend|aim|want|hop|fail|start|plann|help)(?:e?s|e?d|ing)?|prepare|plan|hope|tr(?:y|ies|ied|ying)
    |continu(?:e|es|ed|ing)|begin(?:ning)?|work|way|road|path|ha(?:ve|s|d)|used|meant|supposed|unable|ready|remember|forg[eo]t|possible|easier|able|about|going|close|remains|left|yet|how|begins?|began
    |seem(?:s|ed)?|appear(?:s|ed)?|ought
    |(?:allow|enable)s?[ ]\w+)[ \t\n](?:to|at)"""
_UNSURE = r"""\b(?:(?:I|we|you|they|he|she|somebody|someone|(?-i:(?!(?:This|That|It|Which)\b)[A-Z][a-z]+))(?:[ ]will|['’]ll)
    |can|could|may|might|would|should|hopefully|possibly|probably|maybe|perhaps|potential(?:ly)?|presumably|likely
    |supposedly|apparently|(?:(?:I|we|you|they|one|some)[ ](?:(?:can|could|may|might|would)[ ])?(?:argue|claim|doubt|wonder)
        |(?:is|remains)[ ]unclear)(?:[ \n]\w+,?){1,7}
    |helps?(?:[ ](?:us|me|you|them))?|tr(?:y|ies|ied|ying)[ ]and|lets?[ ]\w+
    |(?:think|believe|hope|guess|suspect|assume|sure|whether|see[ ]if)(?:[ ]\w+){1,2}
    |todo:?|fixme:?|(?:wip|draft|rfc|poc|dnm|prototype|(?:do[ ]not|don't)[ ]merge)\]?:?|(?:fixup|squash|amend)!
    |(?:next|later|left|remaining|pending|planned)(?:[ ]steps?)?:)"""
_PARTLY = rf"""(?:\b(?:part(?:ly|ial(?:ly)?)|(?:kind|sort)(?:a|[ ]of)|mostly|largely|almost|nearly|half
    |tentative(?:ly)?|temporar(?:y|ily)
    |(?:part|pt\.?|step|phase|stage)[ ]?\#?[0-9]{{1,3}}[:.)\]]?|{SERIES}[:.)\]]?))"""
# `while fixing TASK-12` and `the fix TASK-12` say what else there was; `by fixing TASK-12` and `to fix TASK-12` what was done.
_BESIDE = r"""\b(?:instead[ ]of|rather[ ]than|no[ ]longer|still|ke(?:eps?|pt)|start(?:s|ed)?|beg[iau]n(?:s|ning)?
    |continu(?:es?|ing)|see[ ]also:?|see:|cf\.?
    |the|an?|our|my|your|their|his|her|its
    |previous|earlier|last|former|original|old|existing|proposed|initial|preliminary|another|additional|further|more|improved?
    |interim|(?:un)?blocks?|tr(?:y|ies|ied)|(?:broken|caused|introduced)[ ]by|without|before
    |of|for|in|with|from|on|about|at|towards?|into|during|while|whil?st|when(?:ever)?|until|since|after|if|once|unless|like
    |(?:until|before|when(?:ever)?|if|once|unless)[ ](?:we|I|you|they|it|this|that|somebody|someone)
    |(?:since|as|now[ ]that|because|after|given[ ]that)[ ](?:we|I|you|they)(?:[ ](?:have|had|already)|['’]ve)?
    |(?:when|while|whil?st|as)[ ](?:we|I|you|they)(?:[ ](?:am|was|are|were)|['’](?:m|re)))"""
_TAKEN_BACK = re.compile(
    rf"(?:{_NOT}|{_ON_THE_WAY}|{_UNSURE}|{_PARTLY}|{_BESIDE})(?:[ ](?:\w+ly|also|then|just|now|bug))?[ \t\n]\Z"
    r"|\b(?:of|for|in|with|from)[ \t\n][(\[]\Z|\bback(?:s|ed|ing)?[ -]?out[ ](?:[a-z]{1,20}[ ])?[0-9a-f]{4,40}[ ]\(\Z"
    r"|\b(?:in|by|since|commit)[ ][0-9a-f]{7,40}[ ]to[ \t\n]\Z"
    r"|\b(?:the|only|all|any|those)[ ](?:[\w-]{1,30}[ ]){1,3}(?:which|that)[ \t\n]\Z",
    re.IGNORECASE | re.VERBOSE,
)
_LONG_AGO = re.compile(
    r"\b(?:which|that|who|already|previously|originally|ha(?:d|s|ve|ving)|was|were|be|been|being|gets?|got"
    r"|[0-9a-f]{7,40})[ \t\n]\Z",
    re.IGNORECASE,
)
# `requires fixing TASK-12` speaks of it.
_BEFORE_ING = re.compile(
    r"""(?:\b(?:to|because|(?:introduced|made|added|done)[ ](?:in|by|with)[ ][^,;:\n]{1,30}
        |(?:requir|propos|postpon|consider|suggest|prevent|block|need|skip|allow|enabl|permit|facilitat|discuss|describ|explain
            |document|avoid|delay|resum|involv)(?:s|es?|e?d|ing)?
        |(?<!\bthis[ ])(?<!\bit[ ])(?<!\bcommit[ ])(?<!\bpatch[ ])(?<!\bchange[ ])(?<!\bpr[ ])(?:is|am|are))
    |['’](?:m|re))[ \t\n]\Z""",
    re.IGNORECASE | re.VERBOSE,
)


def closes(text: str, id: Span) -> bool:
    """Whether a closing keyword stands right before an id, and nothing around the two takes it back."""
    start, end = id
    found = _KEYWORD.search(text, max(0, start - _WITHIN), start)
    if not found:
        return _is_said_to_be_closed(text, id)
    if is_part(text, end):
        return False
    before = max(0, found.start() - _WITHIN)
    line = text.rfind("\n", before, found.start()) + 1
    if _is_noun(text, found, line) or _is_to_do(text, found, line):
        return False
    kind = _TYPE.match(text, line)
    if kind and kind.end() == found.end("colon") and not _ONLY_IDS.match(text, start):
        return False
    word = found["word"]
    if found["wrapped"] and not _is_wrapped_verb(text, found, line):
        return False  # `some fixes` ends a line of its own
    if found["by_fix"]:
        if _THIS_IS_A.search(text, before, found.start()):
            return not takes_back(text, found, id)
        if not _begins(text, line, found.start(), _BEFORE_FIX_FOR):
            return False  # `with the first fix for TASK-12` speaks of it
    if _MAY_DESCRIBE.fullmatch(word) and not _is_verb(text, line, found.start(), word):
        return False  # as do `the completed TASK-12` and `90% complete: TASK-12`
    return not takes_back(text, found, id) and not _is_taken_back(text, found, line)


def _is_noun(text: str, keyword: re.Match[str], line: int) -> bool:
    """Whether the keyword is none: `minor fixes TASK-12`, or before a dash, where only what begins a title is one."""
    begin = keyword.start()
    if keyword["word"].casefold().startswith("bug") and not keyword["by_fix"]:
        return True
    if _MINOR.search(text, max(line, begin - _WITHIN), keyword.end("word")):
        return True
    is_dash = keyword["colon"] and ":" not in keyword["colon"]
    return bool(is_dash and not _begins(text, max(line, begin - _WITHIN), begin, _BEFORE_DASH))


def _is_to_do(text: str, keyword: re.Match[str], line: int) -> bool:
    """Whether a line says what is to do: `TODO: fix TASK-12`, or `To fix:` above the ids."""
    if keyword["colon"] and _HEADS_TO_DO.fullmatch(text, line, keyword.start()):
        return True
    return _TO_DO.fullmatch(text, line, keyword.start()) is not None


def _is_wrapped_verb(text: str, keyword: re.Match[str], line: int) -> bool:
    """Whether a keyword at the end of a line says what is done to the id in the next."""
    begin = keyword.start()
    if keyword["word"][0].isupper() or (begin == line and (not line or text.endswith("\n\n", 0, line))):
        return True
    return _SAYS_WHAT.search(text, max(line, begin - _WITHIN), begin) is not None


def _is_said_to_be_closed(text: str, id: Span) -> bool:
    """Whether a line begins with an id and that it is closed: `TASK-12 fixed: seed the sampler`."""
    said = _CLOSED.match(text, id.end)
    if not said or is_part(text, id.end) or is_part(text, said.end("word")):
        return False
    return _BEFORE_CLOSED.search(text, max(0, id.start - _WITHIN), id.start) is not None


def _begins(text: str, line: int, at: int, leading: re.Pattern[str]) -> bool:
    """Whether a line, given where it begins, or a sentence begins at a word, but for what may lead a line."""
    return leading.fullmatch(text, line, at) is not None or _SENTENCE_ENDS.search(text, max(line, at - 4), at) is not None


def _is_verb(text: str, line: int, at: int, word: str) -> bool:
    """Whether `complete` or `finished` says what was done, since a sentence begins with it or another verb stands before it."""
    if not word.casefold().endswith("ed") and _ANOTHER_VERB.search(text, max(0, at - 5), at):
        return True
    is_wrapped = word[0].islower() and _WRAPPED.search(text, max(0, line - 2), at)
    return not is_wrapped and _begins(text, line, at, _BEFORE_COMPLETE)


def reopens(text: str, id: Span) -> bool:
    """Whether a word for reopening stands right before an id."""
    found = _REOPENS.search(text, max(0, id.start - _WITHIN), id.start)
    return found is not None and not _TAKEN_BACK.search(text, max(0, found.start() - _WITHIN), found.start())


def _is_taken_back(text: str, keyword: re.Match[str], line: int) -> bool:
    begin, word = keyword.start(), keyword["word"]
    if begin == line and word[0].isupper():
        return False  # it begins a sentence of its own
    window = (max(0, begin - _WITHIN), begin)
    if _TAKEN_BACK.search(text, *window):
        return True
    folded = word.casefold()
    return bool(
        (folded.endswith("ed") and _LONG_AGO.search(text, *window))
        or (folded.endswith("ing") and _BEFORE_ING.search(text, *window))
    )
