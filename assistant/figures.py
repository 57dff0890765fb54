"""How figures are written in the languages of the documents: pieces of regular expressions, case ignored."""

# 1 000, 1.000,50 and 12,5.
NUMBER = r"(?:(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|(?<!\d)\d+(?:[.,]\d+)?)"
PERCENT = (
    r"(?:%(?::\w+)?|prosent\w*|procent\w*|per\s?cent|percent\w*|prozent\w*|pour\s?cent|protsen\w*|por\s+ciento)"
)
EURO = r"(?:€|eur\b|euro(?!op|pe)\w*)"
MANY = (
    r"(?:milj(?!ö)\w*\.?|mn\b|million\w*|miljon\w*|miljard\w*|mrd\b\.?|billion\w*|bn\b|tuha[tn]\w*|tusen\b|thousand\b)"
)
