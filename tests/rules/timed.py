"""Sentences that hold times of many forms."""

SENTENCES = (
    "Op 1 juli 2027, of uiterlijk in Q3-2027, zijn er 40 plekken; een half jaar later 60.",
    "binnen zes à acht weken\tanderhalf jaar | 12 weken | vóór het zomerreces van '28",
    "in de eerste helft van 2028 | kw. 2 2027 | 2027-W14 | week 35 t/m 37 | 1-7-2026",
)
