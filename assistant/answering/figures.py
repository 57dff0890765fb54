"""How figures are written in the languages of the documents: pieces of regular expressions, case ignored."""

# 1 000, 1.000,50 and 12,5.
NUMBER = r"(?:(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|(?<!\d)\d+(?:[.,]\d+)?)"
PERCENT = (
    r"(?:%(?::\w+)?|prosent\w*|procent\w*|per\s?cent|percent\w*|prozent\w*|pour\s?cent|protsen\w*|por\s+ciento)"
)
EURO = r"(?:€|eur\b|euro(?!op|pe)\w*)"
# Other currencies by their codes, with the signs and words for them; a krona is Swedish unless said otherwise.
CURRENCIES = {
    "NOK": r"NOK\b|(?:norwegian|norska|norjan)\s(?:kron\w+|kruunu\w*)",
    "DKK": r"DKK\b|(?:danish|danska|tanskan)\s(?:kron\w+|kruunu\w*)",
    "SEK": r"SEK\b|(?:(?:swedish|svenska|ruotsin)\s)?(?:kron(?:a|an|or|orna|ors?|er)\b|kruunu\w*)|kr\b",
    "USD": r"\$|USD\b|(?:(?:US|yhdysvaltain|amerikanska)\s)?dollar\w*",
    "GBP": r"£|GBP\b|(?:british\s|brittiska\s|englannin\s)?(?:pounds?\b|pund\b|punta\w*|punna\w*)",
    "CHF": r"CHF\b|(?:swiss\s|schweiziska\s|sveitsin\s)?(?:francs?\b|frangi\w*)",
    "PLN": r"PLN\b|zlot\w+|złot\w+",
    "JPY": r"¥|JPY\b|yen\b|jeni\w*",
    "RUB": r"RUB\b|roub\w+|rubl\w+|rubel\w*|rupla\w*",
}
MANY = (
    r"(?:milj(?!ö)\w*\.?|mn\b|million\w*|miljon\w*|miljard\w*|mrd\b\.?|billion\w*|bn\b|tuha[tn]\w*|tusen\b|thousand\b)"
)
# Weights, lengths, areas, energy.
MEASURES = (
    r"(?:kg\b|kilo(?:s|a|n|gram\w*|wat\w*|met\w*)?\b|ton(?:s|n(?:es?|eja|ia|in|it|i|en)?)?\b|[kMG]Wh?\b|km\b"
    r"|litr\w*|lit(?:re|er)s?\b|hehtaar\w*|he[ck]tar\w*)"
)
