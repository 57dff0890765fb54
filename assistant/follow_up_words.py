"""The words by which a follow-up question is known, in Finnish, Swedish and English."""

from __future__ import annotations

import re

CUE = re.compile(
    r"(?:(?:no|mutta|ja)\s+)?(?:entä(?:s|pä|päs)?|mites|miten\s+on)(?:\s+sitten)?(?!\w)"
    r"|(?:och|men)\s+hur\s+(?:är|blir)\s+det\s+(?:med|då)(?!\w)|hur\s+(?:är|blir)\s+det\s+(?:med|då)(?!\w)"
    r"|(?:(?:and|but|so)\s+)?(?:what|how)\s+about(?!\w)"
    r"|what(?=\s+if\s)|mitä(?=\s+jos\s)|vad\s+händer(?=\s+om\s)|tänk(?=\s+om\s)"
    r"|(?:ja|mutta|och|men|and|but)(?:\s+(?:sitten|då|then))?(?!\w)",
    re.IGNORECASE,
)
CONDITION = re.compile(r"(?:jos|mikäli|om|ifall|if|when\s+the)\s", re.IGNORECASE)
PREPOSITION = re.compile(
    r"(för|i|på|till|åt|från|med|utan|inom|for|in|on|to|from|with|without|within|by)\s", re.IGNORECASE
)

# What begins a question, and what follows it there without being what the question is about.
OPENER = re.compile(
    r"""(?:kuka|ketkä|kenelle|keille|kenen|keneltä|mikä|mitkä|mitä|mistä|mihin|missä|millä|minkä|millainen|millaisia|milloin
    |miten|miksi|kuinka(?:\s+(?:paljon|suuri|monta|pitkä|kauan))?|paljonko|montako|monelleko|onko|ovatko|voiko|voivatko|voinko
    |voidaanko|saako|saavatko|pitääkö|täytyykö|tarvitseeko|tarvitaanko|kuuluuko|maksetaanko|hyväksytäänkö
    |on|ovat|voi|voivat|saa|saavat|pitää|täytyy
    |vem|vilka|vilken|vilket|vad|när|var|vart|varför|hur(?:\s+(?:mycket|stor|stort|många|länge|högt?))?|kan|får|måste|ska|är|har
    |behöver|finns|gäller|räknas|godkänns|betalas
    |who|whom|whose|what|which|when|where|why|how(?:\s+(?:much|many|long|large|high|often))?|can|may|must|should|do|does|did|is
    |are|will|would|has|have
    |tarkoittaa|tarkoittavat|betyder|innebär|counts\s+as
    |då(?=$)|sitten(?=$)|then(?=$))(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
PRONOUN = {
    "fi": re.compile(
        r"\b(?:se|sen|sitä|siitä|siihen|siinä|sillä|sille|siltä|niitä|niiden|niille|niistä|niihin|niissä|ne|he|heidän"
        r"|heille|heitä|tämän|tätä|tähän|tästä)(?!\w)(?!(?:\s+\w+)?,?\s+(?:että|mitä|jo(?:ka|ta|lla|ssa|lle|sta|hon|tka|iden|ille|illa|ita|issa|ista|ihin)(?!\w)))",
        re.IGNORECASE,
    ),
    "sv": re.compile(
        r"\b(?:dess|dem|deras"
        r"|(?:den|det|de)(?=$|\s+(?:kan|får|ska|måste|är|har|gäller|betalas|sökas?|användas|lämnas|inte|också|vara|ha|få|bli)\b"
        r"|\s+\w+(?<![ae])(?:\s|$))"  # an article is followed by a word in -a or -e, or by a definite noun: rare
        r"|(?:om|för|till|av|med|i|på)\s+(?:den|det|detta)(?=$|\s+(?:betalas|sökas|användas|lämnas)))(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:it|its|they|them|their|theirs|these|those(?!\s+who)|(?:about|for|of|from|to)\s+(?:this|that)(?=$)"
        r"|(?:this|that)(?=$|\s+be\b))(?!\w)",
        re.IGNORECASE,
    ),
}
# Pronouns that stand for nothing.
IMPERSONAL = re.compile(
    r"\b(?:(?:is|was|will)\s+it\s+(?:be\s+)?(?:possible|allowed|necessary|enough|worth|ok|okay|true)|does\s+it\s+take"
    r"|(?:är|går|finns|krävs|behövs|räcker|tar)\s+det|det\s+(?:finns|går|krävs|behövs)|hur\s+länge\s+tar\s+det)\b",
    re.IGNORECASE,
)
# Who asks for or receives money; in any case and number.
ACTOR = re.compile(
    r"(?:the\s+|an?\s+|ett?\s+)?(?:\w*yhdisty[sk]\w*|\w*yrity[sk]\w*|\w*yrittäj\w*|\w*kun(?:ta|nat|nan|nal|ti|tie|tia|nil|nis)\w*|\w*osuuskun\w*"
    r"|säätiö\w*|järjestö\w*|oppilaito\w+|hakija\w*|yksityishenkilö\w*|opiskelija\w*|työnantaj\w*|työttöm\w*"
    r"|\w*förening\w*|\w*företag\w*|kommun\w*|kooperativ\w*|andelslag\w*|stiftelse\w*|organisationer\w*|privatperson\w*|arbetsgivare\w*|studerande\w*"
    r"|associations?|compan(?:y|ies)|municipalit(?:y|ies)|cooperatives?|co-operatives?|enterprises?|foundations?|universit(?:y|ies)"
    r"|schools?|employers?|individuals?|students?|self-employed)",
    re.IGNORECASE,
)
# What is asked about any funding or practice.
ATTRIBUTE = re.compile(
    r"(?:the\s+|our\s+|an?\s+)?(?:own\s+contribution|support\s+rate|aid\s+rate|time\s+limit|application\s+period|maximum\s+amount"
    r"|deadline|budget|conditions|requirements|costs|rate|amount|results|payment|reporting"
    r"|\w*hakuaika|\w*määräaika|\w*tukitaso|\w*omarahoitus\w*|\w*tukiprosentti|\w*enimmäismäärä|\w*ehdot|\w*budjetti|\w*kustannukset|\w*tulokset|\w*maksatus|\w*raportointi|\w*kesto"
    r"|\w*ansökningstiden|tidsfristen|stödnivån|stödprocenten|egenfinansieringen|egen\s+finansiering|självfinansieringen|villkoren|budgeten|kostnaderna|resultaten|utbetalningen|rapporteringen|maxbeloppet)",
    re.IGNORECASE,
)
# How another thing of the same is asked for: the deadline of what the rate was asked of. It is the last
# word in Finnish and stands before a preposition in Swedish and English.
SHARED = (
    (r"(?:mikä|mitkä|mitä|kuinka\s+(?:suuri|pitkä)|millainen)\s+(?:on|ovat)\s+(?P<whose>.+n)\s+\S+$",
     "mikä on {whose} {new}"),
    (r"(?:vad|vilken|vilket|hur\s+\w+)\s+är\s+.+?\s+(?P<whose>(?:för|i|på|av)\s+.+)$", "vad är {new} {whose}"),
    (r"(?:what|how\s+(?:much|high|large))\s+(?:is|are)\s+.+?\s+(?P<whose>(?:for|of|in)\s+.+)$",
     "what is {new} {whose}"),
)  # fmt: skip
