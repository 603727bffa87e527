"""How a text names a period of the calendar: the forms, as patterns."""

import re

from rules.endings import EndingIn
from rules.feasts import FEAST, WEEKDAY
from rules.numerals import DAY_NUMBER, JOIN, MONTH, NUMBER, ORDINAL, PLACE, YEAR_IN_WORDS
from rules.word_starts import AtStarts

YEAR = (
    r"(?:(?:20[2-4]\d)\b(?![.,]\d|\s*(?:(?-i:[A-Z]{2})\b|m2|m²|euro|uur))|['’](?:2|3)\d\b|"
    rf"{YEAR_IN_WORDS})"
)
YEAR_ON = r"jaar\s+(?:daarop|erop|daarna|erna)"
RELATIVE_YEAR = (
    r"(?:(?:dit|volgend|komend|het\s+komende|aankomend|vorig|afgelopen|dat|datzelfde|hetzelfde|"
    rf"het\s+nieuwe)\s+(?:kalender)?jaar|het\s+{YEAR_ON})\b"
)
THIS_YEAR = r"het\s+(?:kalender)?jaar\b(?!\s+(?:20|daarop|erop|daarna|erna))"
# A year long past, which stands only behind a day, a month or a season.
OLD_YEAR = r"(?:(?:19[5-9]\d|20[01]\d)\b(?![.,]\d|\s*(?:reguliere?|amv|plek|plaats|bedden|mensen)))"
ANY_YEAR = (
    rf"(?:\s*,?\s*(?:(?:van|in)\s+)?(?:het\s+jaar\s+)?(?:{YEAR}|{OLD_YEAR}|{RELATIVE_YEAR})"
    rf"|\s+van\s+{THIS_YEAR}|\s*\({YEAR}\))"
)
# A year in two figures without an apostrophe: 'eind maart 27', but 'in maart 27 plekken'.
SHORT_YEAR = r"(?:[\s-](?:2[4-9]|3[0-5])\b(?!\s*[a-z%(]|[.:,-]?\d))"
QUARTER = rf"(?:Q\s?[1-4]|[1-4]\s?Q|(?:kwartaal|kw\.?)\s?[1-4]|{ORDINAL}\s+(?:kwartaal|kw\b\.?))"
HALF = r"(?:helft|half\s?jaar|jaarhelft|semester)\b"
WEEK = r"(?:week|wk\.?)"
SEASON = r"(?:voorjaar|lente|zomer|najaar|herfst|winter)"
IN_YEAR = r"\s+(?:in\s+)?(?:de\s+|het\s+)?"  # 'volgend jaar in het najaar'
THAT = r"dat|datzelfde|hetzelfde|die|diezelfde|dezelfde"  # 'in hetzelfde najaar'
BUILDERS = r"bouwvak(?:antie)?"  # when builders are on holiday
YEAR_BEFORE = EndingIn(rf"\b(?P<year>{RELATIVE_YEAR}){IN_YEAR}$")

# Each is one kind of period, by its name; the longest stand first.
KINDS = (
    r"""(?P<iso>\b(?:19|20)\d\d-\d{2}-\d{2}\b)""",
    rf"""(?P<isoweek>\b(?P<iwy>20[2-4]\d)-?W(?P<iw>\d\d)\b|\bW(?P<ww>\d{{1,2}})[\s-](?P<wwy>{YEAR}))""",
    r"""(?P<isomonth>(?<![\d./-])(?:(?P<imy>20[2-4]\d)[-/](?P<im>0[1-9]|1[0-2])
        |(?P<mm>0?[1-9]|1[0-2])[-/](?P<mmy>20[2-4]\d))\b(?![-/]?\d))""",
    r"""(?P<numeric>(?<![\d.])(?P<nd>\d{1,2})[-/.](?P<nm>\d{1,2})[-/.]
        (?P<ny>(?:19|20)\d\d|['’]?[2-4]\d)\b(?!\.\d))""",
    r"""(?P<slash>(?<=\bper\ )(?P<sd>\d{1,2})/(?P<sm>\d{1,2})\b)""",
    rf"""(?P<days>(?<![\d.,])\b(?P<d1>\d{{1,2}})(?:[-–/]|\s(?:en|of|à|tot(?:\s+en\s+met)?|t/m)\s)
        (?P<d2>\d{{1,2}})\ (?P<dsm>{MONTH})(?P<dsy>{ANY_YEAR}|{SHORT_YEAR})?)""",
    rf"""(?P<nthday>\b(?P<wdn>{ORDINAL})\s+(?P<wd>{WEEKDAY}|weekend)\s+(?:van|in)\s+(?:de\s+maand\s+)?
        (?P<wdm>{MONTH})(?P<wdy>{ANY_YEAR})?)""",
    rf"""(?P<feast>\b(?:(?P<fd>dag|week|{WEEKDAY})\s+(?P<fo>voor|vóór|na)\s+
        (?:de\s+)?)?(?P<f>{FEAST})\b
        (?P<fey>{ANY_YEAR})?)""",
    rf"""(?P<yearday>\b(?P<yd>eerste|laatste)\s+dag\s+van\s+(?P<ydy>{YEAR}))""",
    rf"""(?P<nthmonth>\b(?P<nmw>{PLACE})\s+maand\s+van\s+(?P<nmy>{YEAR}))""",
    r"""(?P<schoolyear>\bschooljaar\s+(?P<sc1>20[2-4]\d)\s?[-–/]\s?(?:20)?[2-4]\d\b)""",
    rf"""(?P<dated>\b(?:(?P<dn>\d{{1,2}}|[lI])(?:\s?(?:e|ste|de))?|(?P<dw>eerste|laatste)
        |(?P<dl>{DAY_NUMBER}))
        (?:[ ]+(?:(?:dag\s+)?van\s+)?|-)(?P<dm>{MONTH})(?P<dy>-{YEAR}|{ANY_YEAR}|{SHORT_YEAR})?)""",
    rf"""(?P<yearfirst>\b(?P<fy>{YEAR})[\s,–-]{{1,3}}(?:in\s+)?(?:(?:de|het)\s+)?
        (?:(?P<fh>{ORDINAL})\s+{HALF}|(?P<fq>{QUARTER})|{WEEK}\s+(?P<fw>\d{{1,2}}))\b
        (?!{ANY_YEAR}|{JOIN}))""",
    r"""(?P<joinedyear>\b(?P<jy>20[2-4]\d)Q(?P<jq>[1-4])\b)""",
    rf"""(?P<quarters>\b(?:Q\s?(?P<q1>[1-4]){JOIN}Q?\s?(?P<q2>[1-4])\b
        |(?P<o1>{ORDINAL})(?:\s+kwartaal)?{JOIN}(?:het\s+)?(?P<o2>{ORDINAL})\s+kwartaal\b)
        (?P<qsy>[\s–-]*{ANY_YEAR}|{SHORT_YEAR})?)""",
    rf"""(?P<quarter>\b(?P<q>{QUARTER})(?P<qy>\s?[–/-]?\s?{ANY_YEAR}|{SHORT_YEAR})?
        |\bK(?P<k>[1-4])\s(?P<ky>{YEAR}))""",
    rf"""(?P<halfmonth>\b(?P<mh>{ORDINAL})\s+helft\s+(?:van\s+)?(?P<mhm>{MONTH})(?P<mhy>{ANY_YEAR})?)""",
    rf"""(?P<half>\b(?P<h>{ORDINAL})\s+{HALF}(?:(?P<hy>{ANY_YEAR})|(?!\s+van\b))
        |\bH(?P<hn>[12])(?P<hny>\s?-?{ANY_YEAR}))""",
    rf"""(?P<somemonths>\b(?P<sw>eerste|laatste)\s+(?:(?P<sn>{NUMBER})\s+)?(?P<su>maand(?:en)?)
        (?P<smy>{ANY_YEAR}))""",
    rf"""(?P<monthweek>\b(?P<mw>{ORDINAL})\s+week\s+(?:van\s+|in\s+)?(?P<mwm>{MONTH})
        (?P<mwy>{ANY_YEAR})?)""",
    r"""(?P<winter>\bwinter\s+(?:van\s+)?(?:20|['’])?(?P<w1>[2-4]\d)\s?(?:[-–/]|op|naar)\s?
        (?:20|['’])?(?P<w2>\d\d)\b)""",
    rf"""(?P<builders>\b{BUILDERS}\b(?!-\w)(?P<by>{ANY_YEAR})?)""",
    rf"""(?P<season>\b(?:(?P<srel>dit|deze|{THAT}|(?:dit\s+)?komende?|aankomende?|aanstaande?|
        volgende?)\s+)?
        \b(?P<s>{SEASON})(?:maanden|(?P<sb>vakantie|reces))?\b
        (?P<sy>{ANY_YEAR}|\s+20[2-4]\d|{SHORT_YEAR})?)""",
    rf"""(?P<weeks>\b(?:week|weken|wk\.?)\s?(?P<ws1>\d{{1,2}}){JOIN}(?:{WEEK}\s)?(?P<ws2>\d{{1,2}})\b
        (?P<wsy>[\s-]?{ANY_YEAR})?)""",
    rf"""(?P<week>\b{WEEK}\s?(?P<wn>\d{{1,2}})\b(?P<wy>[\s-]?{ANY_YEAR})?)""",
    r"""(?P<turn>\bjaarwisseling\b(?:\s+(?:van\s+)?(?P<ty>20[2-4]\d)(?:\s?(?:[-–/]|op|naar)\s?
        (?:20)?\d\d\b)?)?)""",
    rf"""(?P<month>\b(?P<m>{MONTH})(?P<my>{ANY_YEAR}|{SHORT_YEAR})?)""",
    rf"""(?P<relative>\b(?P<rw>deze|dit|{THAT}|komende?|volgende?|aanstaande?)\s+
        (?P<ru>maand|kwartaal|week)\b)""",
    r"""(?P<years>\b(?P<y1>20[2-4]\d)(?:\s?[-–/]\s?(?P<y2>20[2-4]\d|['’]?[2-4]\d)
        |\s(?:of|en)\s(?P<y3>20[2-4]\d))\b)""",
    rf"""(?P<relyear>\b{RELATIVE_YEAR}(?!{IN_YEAR}(?:{MONTH}|{SEASON}\b)))""",
    rf"""(?P<year>(?<![\d.,/-])(?<!\bStb\.\s)(?:\bhet\s+jaar\s+)?(?P<y>{YEAR})(?![/-]?\d))""",
    rf"""(?P<thisyear>\b{THIS_YEAR}|(?<=eind\ )jaar\b|(?<=einde\ )jaar\b)""",
)
# Six characters tell 'dit ja' and 'komend' from 'dit is' and 'komen'.
PERIOD = AtStarts(KINDS, re.VERBOSE | re.IGNORECASE, depth=6)
# Those that are of one year, whether they name it or not.
ARE_DATED = frozenset("iso numeric winter years relyear year thisyear relative".split())
# Of each kind the groups that hold its year, of which at most one matches.
YEAR_GROUPS = frozenset(
    "iwy wwy imy mmy dsy dy fy jy qsy qy ky mhy hy hny smy mwy sy by wsy wy ty my wdy fey ydy "
    "nmy sc1".split()
)
YEARS_OF = {
    names[0]: tuple(each for each in names if each in YEAR_GROUPS)
    for names in (re.findall(r"\(\?P<(\w+)>", each) for each in KINDS)
}
