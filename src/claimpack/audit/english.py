"""How English writes numbers, dates, times and spans of time: one pattern for each kind, built from word lists.

Libraries that turn number words into values (text2num, quantulum3) tell tokens and values; an audit needs positions
in the text as it stands, and also what they leave out: both, once, dozens, a week, hour-long, hours after.
"""

from claimpack.audit.digits import CLOCK, DATE, DIGITS, FRACTION_SIGN, GAP, any_of

UNITS = "one two three four five six seven eight nine"
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SCALES = "hundred thousand million billion trillion dozen"
VAGUE = "tens dozens hundreds thousands millions billions trillions"
DECADES = "twenties thirties forties fifties sixties seventies eighties nineties"
ORDINAL_UNITS = "first second third fourth fifth sixth seventh eighth ninth"
ORDINALS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
    "thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth"
)
PARTS = "half third quarter fourth fifth sixth seventh eighth ninth tenth"
SEVERAL_PARTS = "halves thirds quarters fourths fifths sixths sevenths eighths ninths tenths"
MULTIPLES = (
    "both once twice thrice single pair pairs couple couples half halves halve halved halving quarter quarters "
    "double doubles doubled doubling triple triples tripled tripling quadruple quadrupled"
)
TIME_UNITS = "second minute hour day night week fortnight month year decade century"
SPANS = "seconds minutes hours days nights weeks fortnights months years decades centuries"
DISTANCES = "after before ago later earlier prior since into from away"
NOT_BARE = "several many few some the these those recent last past next first other following coming more"
MONTHS = "January February March April May June July August September October November December"
SHORT_MONTHS = "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec"
WORDS_TOO = {"March", "May"}
"""Months that are other words too: without a day or a year they count only where a word before says so."""

BEFORE_MONTHS = "in of since until till by during early late mid last this next from to through"
NO_NAMES = "mid pre post early late non under over sub"

NUMBER_WORDS = frozenset(
    f"zero {UNITS} {TEENS} {TENS} {SCALES} {VAGUE} {DECADES} {ORDINAL_UNITS} {ORDINALS} {PARTS} {SEVERAL_PARTS} "
    f"{MULTIPLES} {TIME_UNITS} {SPANS} scores noon midday midnight {MONTHS} {SHORT_MONTHS}".lower().split()
)
"""Every word by which a number may be recognised here, in lower case."""

LEFT, RIGHT = r"(?<!\w)", r"(?!\w)"
JOIN = rf"(?:{GAP}|[-‑])"

SMALL = rf"(?:{any_of(TENS)}(?:{JOIN}{any_of(UNITS)}{RIGHT})?|{any_of(TEENS)}|{any_of(UNITS)}|zero)"
LARGE = (
    rf"(?:(?:{DIGITS}|{SMALL}|an?){JOIN})?{any_of(SCALES)}{RIGHT}(?:{JOIN}{any_of(SCALES)}{RIGHT})*"
    rf"(?:(?:{GAP}and)?{GAP}{SMALL}{RIGHT}(?:{JOIN}{any_of(SCALES)}{RIGHT})*)*"
)
CARDINAL = rf"(?:{LEFT}(?:{LARGE}|{SMALL}{RIGHT})|{DIGITS})"
AND_A_HALF = rf"{GAP}and{GAP}(?:a|one|three){JOIN}(?:{any_of(PARTS)}|{any_of(SEVERAL_PARTS)}){RIGHT}"

MONTH = rf"(?-i:{any_of(f'{MONTHS} {MONTHS.upper()}')}|{any_of(SHORT_MONTHS)}\.?)"
PLAIN_MONTH = rf"(?-i:{any_of(' '.join(m for m in MONTHS.split() if m not in WORDS_TOO))})"
SAID_BEFORE = "|".join(rf"(?<=\b{word}[ -])" for word in BEFORE_MONTHS.split())
OTHER_MONTH = rf"(?:{SAID_BEFORE})(?-i:{any_of(' '.join(WORDS_TOO))})"
DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\w|[.,:]\d)"
DAYS = rf"{DAY}(?:[ \t]?[-–—/][ \t]?{DAY})?"
YEAR = rf"(?:,?{GAP}|-)\d{{4}}(?!\w|[.,]\d)"

SHARE = rf"(?:[ \t]?%|(?:{GAP}|-)(?:percent(?:age{GAP}points?)?|per{GAP}cent){RIGHT})"
LENGTH = rf"-(?:{any_of(SPANS)}|{any_of(TIME_UNITS)})(?:-(?:long|old))?{RIGHT}"

ENGLISH = {
    "date": "|".join(
        (
            DATE,
            rf"{LEFT}{MONTH}(?:{GAP}|-){DAYS}(?:{YEAR})?",
            rf"(?<![\w.,:]){DAYS}(?:{GAP}of)?(?:{GAP}|-){MONTH}{RIGHT}(?:{YEAR})?",
            rf"{LEFT}{MONTH}(?:{GAP}of)?{YEAR}",
            rf"{LEFT}(?:{PLAIN_MONTH}|{OTHER_MONTH}){RIGHT}",
        )
    ),
    "time": rf"(?:{CLOCK}|{LEFT}{SMALL}{GAP}o['’]clock{RIGHT}|{LEFT}(?:noon|midday|midnight){RIGHT})",
    "name": (rf"{LEFT}(?!{any_of(NO_NAMES)}-)(?=[^\W\d]*(?-i:[A-Z]))[^\W\d_]+(?:-[^\W\d_]+)*-?\d\w*(?:-\w+)*"),
    "quantified": rf"{LEFT}{any_of(NOT_BARE)}{GAP}{any_of(SPANS)}{GAP}{any_of(DISTANCES)}{RIGHT}",
    "duration": "|".join(
        (
            rf"{LEFT}an?{GAP}(?:{any_of(TIME_UNITS)}){RIGHT}(?:-(?:long|old)|{AND_A_HALF})?",
            rf"{LEFT}(?:{any_of(TIME_UNITS)}|{any_of(SPANS)})-?(?:long|old){RIGHT}",
        )
    ),
    "distance": rf"{LEFT}{any_of(SPANS)}{GAP}{any_of(DISTANCES)}{RIGHT}",
    "nobody": rf"{LEFT}no{GAP}one{RIGHT}",
    "share": rf"{CARDINAL}{SHARE}",
    "fraction": "|".join(
        (
            rf"{CARDINAL}{AND_A_HALF}(?:{JOIN}{any_of(SCALES)}{RIGHT})*(?:{LENGTH})?",
            rf"{LEFT}{SMALL}{JOIN}{any_of(SEVERAL_PARTS)}{RIGHT}",
            rf"{LEFT}one{JOIN}{any_of(PARTS)}{RIGHT}",
            rf"{LEFT}half{GAP}an?{GAP}(?:{any_of(SCALES)}|{any_of(TIME_UNITS)}){RIGHT}",
        )
    ),
    "ordinal": rf"{LEFT}(?:(?:{any_of(TENS)}-)?{any_of(ORDINAL_UNITS)}|{any_of(ORDINALS)}){RIGHT}",
    "vague": rf"{LEFT}(?:{any_of(VAGUE)}|scores{GAP}of)(?:{GAP}of{GAP}{any_of(VAGUE)})*{RIGHT}",
    "multiple": rf"{LEFT}(?:{any_of(MULTIPLES)}|{any_of(DECADES)}|{any_of(f'{UNITS} {TEENS}')}-?fold){RIGHT}",
    "number": rf"(?:{CARDINAL}(?:{LENGTH})?|{FRACTION_SIGN})",
}
"""One pattern for each kind, in the order in which they are tried; all but the months' names in any case."""
