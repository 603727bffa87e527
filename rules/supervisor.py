"""Whose supervision this is: the one name by which the program speaks for it.

The minister of Asylum and Migration supervises; the letters come from a directorate of the
directorate-general for Migration, at the Ministry of Justice and Security.
"""

SUPERVISOR = "minister van Asiel en Migratie"
MINISTRY = "Ministerie van Asiel en Migratie"
DEPARTMENT = "Directie Regie Migratieketen"
SENDER = f"{DEPARTMENT}, namens de {SUPERVISOR}"  # at the head of letters and reports
# Of the house itself: no names of persons, wherever they stand.
PUBLIC = (
    MINISTRY,
    "Ministerie van Justitie en Veiligheid",
    SUPERVISOR,
    DEPARTMENT,
    "Interbestuurlijk toezicht Spreidingswet",
)
