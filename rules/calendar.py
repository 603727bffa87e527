"""Days on which no term ends: the Algemene termijnenwet, art. 3, as a reviewed table.

Weekends are not listed. Decree days ("gelijkgesteld bij koninklijk besluit", art. 3 (3)) are
known up to and including 2028; later ones must be added when they are published.
"""

from datetime import date

LAST_YEAR = 2028  # the table is complete up to the end of this year
KNOWN_UNTIL = date(LAST_YEAR, 12, 31)

NAMES = {
    "Nieuwjaarsdag": "2024-01-01 2025-01-01 2026-01-01 2027-01-01 2028-01-01",
    # Equalled to a generally recognised holiday by art. 3 (2).
    "Goede Vrijdag": "2024-03-29 2025-04-18 2026-04-03 2027-03-26 2028-04-14",
    "Tweede Paasdag": "2024-04-01 2025-04-21 2026-04-06 2027-03-29 2028-04-17",
    # 26 April where the 27th is a Sunday, as in 2025.
    "Koningsdag": "2024-04-27 2025-04-26 2026-04-27 2027-04-27 2028-04-27",
    # Every year: the law knows no lustrum.
    "Bevrijdingsdag": "2024-05-05 2025-05-05 2026-05-05 2027-05-05 2028-05-05",
    "Hemelvaartsdag": "2024-05-09 2025-05-29 2026-05-14 2027-05-06 2028-05-25",
    "Tweede Pinksterdag": "2024-05-20 2025-06-09 2026-05-25 2027-05-17 2028-06-05",
    "Eerste Kerstdag": "2024-12-25 2025-12-25 2026-12-25 2027-12-25 2028-12-25",
    "Tweede Kerstdag": "2024-12-26 2025-12-26 2026-12-26 2027-12-26 2028-12-26",
    # By decree, art. 3 (3).
    "aangewezen dag": "2026-01-02 2026-05-15 2027-05-07 2028-04-28 2028-05-26",
}

HOLIDAYS: dict[date, str] = {
    date.fromisoformat(day): name for name, days in NAMES.items() for day in days.split()
}
