"""Every form of time that the corpus's schema names, and its relatives in municipal letters."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.durations import durations
from rules.expressions import expressions_in
from rules.spans import day, months_later

RECEIVED = date(2026, 4, 20)  # a Monday

# Form, first day, last day; "-" where it is open. Each is read inside a sentence.
DAYS = """
1 juli 2027                                  2027-07-01  2027-07-01
1 Juli 2027                                  2027-07-01  2027-07-01
1 JULI 2027                                  2027-07-01  2027-07-01
per 1 juli 2027                              2027-07-01  2027-07-01
vanaf 1 juli 2027                            2027-07-01  2027-07-01
op 1 juli 2027                               2027-07-01  2027-07-01
met ingang van 1 juli 2027                   2027-07-01  2027-07-01
m.i.v. 1 juli 2027                           2027-07-01  2027-07-01
ingaande 1 juli 2027                         2027-07-01  2027-07-01
rond 1 juli 2027                             2027-07-01  2027-07-01
omstreeks 1 juli 2027                        2027-07-01  2027-07-01
donderdag 1 juli 2027                        2027-07-01  2027-07-01
1 juli van het jaar 2027                     2027-07-01  2027-07-01
1 juli '27                                   2027-07-01  2027-07-01
1 juli ’27                                   2027-07-01  2027-07-01
1 jul. 2027                                  2027-07-01  2027-07-01
15 jan 2027                                  2027-01-15  2027-01-15
15 feb 2027                                  2027-02-15  2027-02-15
15 febr. 2027                                2027-02-15  2027-02-15
15 mrt. 2027                                 2027-03-15  2027-03-15
15 apr 2027                                  2027-04-15  2027-04-15
15 jun. 2027                                 2027-06-15  2027-06-15
15 aug 2027                                  2027-08-15  2027-08-15
15 sept. 2027                                2027-09-15  2027-09-15
15 sep 2027                                  2027-09-15  2027-09-15
15 okt 2027                                  2027-10-15  2027-10-15
15 nov. 2027                                 2027-11-15  2027-11-15
15 dec. 2027                                 2027-12-15  2027-12-15
1e juli 2027                                 2027-07-01  2027-07-01
de eerste juli 2027                          2027-07-01  2027-07-01
eerste dag van juli 2027                     2027-07-01  2027-07-01
laatste dag van februari 2028                2028-02-29  2028-02-29
29 februari 2028                             2028-02-29  2028-02-29
per 1-7-2027                                 2027-07-01  2027-07-01
per 01-07-2027                               2027-07-01  2027-07-01
1/7/2027                                     2027-07-01  2027-07-01
01/07/27                                     2027-07-01  2027-07-01
1.7.2027                                     2027-07-01  2027-07-01
1-7-'27                                      2027-07-01  2027-07-01
01-07-27                                     2027-07-01  2027-07-01
2027-07-01                                   2027-07-01  2027-07-01
per 15/7                                     2026-07-15  2026-07-15
per 1 juli                                   2026-07-01  2026-07-01
op 1 mei                                     2026-05-01  2026-05-01
per 1 maart                                  2027-03-01  2027-03-01
op 20 april                                  2026-04-20  2026-04-20
1 juli 2019                                  2019-07-01  2019-07-01
1-7-2019                                     2019-07-01  2019-07-01
2019-07-01                                   2019-07-01  2019-07-01
1 juli a.s.                                  2026-07-01  2026-07-01
1 juli aanstaande                            2026-07-01  2026-07-01
op 1 juli volgend jaar                       2027-07-01  2027-07-01
1 juli van volgend jaar                      2027-07-01  2027-07-01
op 1 december van dit jaar                   2026-12-01  2026-12-01
kerst 2026                                   2026-12-25  2026-12-26
rond de kerstdagen                           2026-12-25  2026-12-26
1-jul-2027                                   2027-07-01  2027-07-01
rond kerst                                   2026-12-25  2026-12-26
rond de jaarwisseling                        2026-12-31  2026-12-31
1 tot en met 15 maart 2027                   2027-03-01  2027-03-15
1 t/m 15 maart 2027                          2027-03-01  2027-03-15
15-20 maart 2027                             2027-03-15  2027-03-20
15 of 16 maart 2027                          2027-03-15  2027-03-16
tussen 1 en 15 maart 2027                    2027-03-01  2027-03-15
vijftien maart 2027                          2027-03-15  2027-03-15
één juli 2027                                2027-07-01  2027-07-01
op de eerste van juli 2027                   2027-07-01  2027-07-01
de laatste van juni 2027                     2027-06-30  2027-06-30
de eerste dag van 2028                       2028-01-01  2028-01-01
de laatste dag van 2027                      2027-12-31  2027-12-31
de eerste maandag van oktober 2027           2027-10-04  2027-10-04
op de derde dinsdag van mei                  2026-05-19  2026-05-19
de laatste vrijdag van december 2027         2027-12-31  2027-12-31
het eerste weekend van juni 2027             2027-06-05  2027-06-06
nieuwjaarsdag 2028                           2028-01-01  2028-01-01
met Pasen 2027                               2027-03-28  2027-03-29
met Pinksteren 2027                          2027-05-16  2027-05-17
eerste kerstdag 2026                         2026-12-25  2026-12-25
tweede kerstdag 2026                         2026-12-26  2026-12-26
tegen de kerst van volgend jaar              2027-12-25  2027-12-26
Koningsdag 2031                              2031-04-26  2031-04-26
op Koningsdag                                2026-04-27  2026-04-27
met Driekoningen                             2027-01-06  2027-01-06
tweede pinksterdag 2027                      2027-05-17  2027-05-17
Prinsjesdag 2027                             2027-09-21  2027-09-21
vanaf de dag na Bevrijdingsdag 2028          2028-05-06  2028-05-06
de vrijdag voor Pinksteren volgend jaar      2027-05-14  2027-05-14
vóór Sinterklaas 2026                        -           2026-12-04
uiterlijk op oudejaarsdag 2027               -           2027-12-31
sinds Pasen                                  2026-04-05  2026-04-06
afgelopen kerst                              2025-12-25  2025-12-26
"""
WEEKS = """
week 35 van 2027                             2027-08-30  2027-09-05
week 35 2027                                 2027-08-30  2027-09-05
week 35, 2027                                2027-08-30  2027-09-05
week 35 (2027)                               2027-08-30  2027-09-05
week 35-2027                                 2027-08-30  2027-09-05
wk 35 2027                                   2027-08-30  2027-09-05
wk. 35 van 2027                              2027-08-30  2027-09-05
2027-W35                                     2027-08-30  2027-09-05
W35 2027                                     2027-08-30  2027-09-05
2027, week 35                                2027-08-30  2027-09-05
week 38 van dit jaar                         2026-09-14  2026-09-20
week 3 van volgend jaar                      2027-01-18  2027-01-24
week 53 van 2026                             2026-12-28  2027-01-03
week 1 van 2027                              2027-01-04  2027-01-10
in week 35                                   2026-08-24  2026-08-30
de week van 18 mei                           2026-05-18  2026-05-24
de week van woensdag 20 mei 2026             2026-05-18  2026-05-24
de week vóór Kerstmis 2028                   2028-12-18  2028-12-24
de week na Pasen 2027                        2027-03-30  2027-04-05
week 17                                      2026-04-20  2026-04-26
in week 10                                   2027-03-08  2027-03-14
uiterlijk week 35                            -           2026-08-30
vóór week 35                                 -           2026-08-23
na week 35                                   2026-08-31  -
week 35/36 van 2027                          2027-08-30  2027-09-12
week 35-37 van 2027                          2027-08-30  2027-09-19
week 35 tot en met 37 van 2027               2027-08-30  2027-09-19
weken 35 en 36 van 2027                      2027-08-30  2027-09-12
tussen week 35 en week 40 van 2027           2027-08-30  2027-10-10
tussen week 35 en 40                         2026-08-24  2026-10-04
week 52/1                                    2026-12-21  2027-01-10
eerste week van mei 2027                     2027-05-01  2027-05-07
tweede week van september 2027               2027-09-08  2027-09-14
laatste week van mei 2027                    2027-05-25  2027-05-31
volgende week                                2026-04-27  2026-05-03
deze week                                    2026-04-20  2026-04-26
"""
MONTHS = """
de derde maand van 2028                      2028-03-01  2028-03-31
maart tweeduizend achtentwintig              2028-03-01  2028-03-31
juli 2027                                    2027-07-01  2027-07-31
Juli 2027                                    2027-07-01  2027-07-31
in juli 2027                                 2027-07-01  2027-07-31
in de maand juli 2027                        2027-07-01  2027-07-31
ergens in juli 2027                          2027-07-01  2027-07-31
in de loop van juli 2027                     2027-07-01  2027-07-31
gedurende juli 2027                          2027-07-01  2027-07-31
omstreeks juli 2027                          2027-07-01  2027-07-31
vanaf november 2026                          2026-11-01  2026-11-30
per november 2026                            2026-11-01  2026-11-30
met ingang van juli 2027                     2027-07-01  2027-07-31
februari 2028                                2028-02-01  2028-02-29
februari 2027                                2027-02-01  2027-02-28
nov. 2026                                    2026-11-01  2026-11-30
mrt 2027                                     2027-03-01  2027-03-31
jan '27                                      2027-01-01  2027-01-31
september '27                                2027-09-01  2027-09-30
juli van dit jaar                            2026-07-01  2026-07-31
volgend jaar juli                            2027-07-01  2027-07-31
juli 2019                                    2019-07-01  2019-07-31
juli volgend jaar                            2027-07-01  2027-07-31
in september van volgend jaar                2027-09-01  2027-09-30
mei dit jaar                                 2026-05-01  2026-05-31
in mei                                       2026-05-01  2026-05-31
in april                                     2026-04-01  2026-04-30
in maart                                     2027-03-01  2027-03-31
ergens in mei                                2026-05-01  2026-05-31
rond mei                                     2026-05-01  2026-05-31
juli a.s.                                    2026-07-01  2026-07-31
begin mei 2027                               2027-05-01  2027-05-10
half mei 2027                                2027-05-11  2027-05-20
medio mei 2027                               2027-05-11  2027-05-20
midden mei 2027                              2027-05-11  2027-05-20
halverwege mei 2027                          2027-05-11  2027-05-20
eind mei 2027                                2027-05-21  2027-05-31
einde mei 2027                               2027-05-21  2027-05-31
eind februari 2028                           2028-02-21  2028-02-29
eind februari 2027                           2027-02-21  2027-02-28
eind april 2027                              2027-04-21  2027-04-30
begin januari                                2027-01-01  2027-01-10
half september                               2026-09-11  2026-09-20
eind juni                                    2026-06-21  2026-06-30
uiterlijk eind juni 2027                     -           2027-06-30
eerste helft van mei 2027                    2027-05-01  2027-05-15
tweede helft mei 2027                        2027-05-16  2027-05-31
de tweede helft van september                2026-09-16  2026-09-30
laatste maand van 2027                       2027-12-01  2027-12-31
eerste maand van 2027                        2027-01-01  2027-01-31
laatste twee maanden van 2027                2027-11-01  2027-12-31
eerste zes maanden van 2027                  2027-01-01  2027-06-30
de eerste maanden van 2027                   2027-01-01  2027-03-31
2027-07                                      2027-07-01  2027-07-31
07-2027                                      2027-07-01  2027-07-31
7/2027                                       2027-07-01  2027-07-31
deze maand                                   2026-04-01  2026-04-30
volgende maand                               2026-05-01  2026-05-31
voorzien voor eind februari 2027             2027-02-21  2027-02-28
de maanden juli, augustus en september 2028  2028-07-01  2028-09-30
in de maanden mei en juni                    2026-05-01  2026-06-30
eind volgende maand                          2026-05-21  2026-05-31
"""
QUARTERS = """
Q3 2027                                      2027-07-01  2027-09-30
q3 2027                                      2027-07-01  2027-09-30
Q 3 2027                                     2027-07-01  2027-09-30
Q3-2027                                      2027-07-01  2027-09-30
Q3/2027                                      2027-07-01  2027-09-30
Q3 – 2027                                    2027-07-01  2027-09-30
Q3 '27                                       2027-07-01  2027-09-30
Q3 van 2027                                  2027-07-01  2027-09-30
Q3 (2027)                                    2027-07-01  2027-09-30
2027 Q3                                      2027-07-01  2027-09-30
2027-Q3                                      2027-07-01  2027-09-30
2027Q3                                       2027-07-01  2027-09-30
3Q2027                                       2027-07-01  2027-09-30
K3 2027                                      2027-07-01  2027-09-30
kw3 2027                                     2027-07-01  2027-09-30
3e kw. 2027                                  2027-07-01  2027-09-30
kwartaal 3 van 2027                          2027-07-01  2027-09-30
derde kwartaal van 2027                      2027-07-01  2027-09-30
derde kwartaal 2027                          2027-07-01  2027-09-30
in het derde kwartaal van 2027               2027-07-01  2027-09-30
3e kwartaal 2027                             2027-07-01  2027-09-30
3de kwartaal 2027                            2027-07-01  2027-09-30
1ste kwartaal 2027                           2027-01-01  2027-03-31
laatste kwartaal van 2027                    2027-10-01  2027-12-31
vierde kwartaal van het jaar 2027            2027-10-01  2027-12-31
2027, in het derde kwartaal                  2027-07-01  2027-09-30
het vierde kwartaal van dit jaar             2026-10-01  2026-12-31
eerste kwartaal van volgend jaar             2027-01-01  2027-03-31
Q1 volgend jaar                              2027-01-01  2027-03-31
Q4 van dit jaar                              2026-10-01  2026-12-31
het derde kwartaal van het jaar              2026-07-01  2026-09-30
in het derde kwartaal                        2026-07-01  2026-09-30
in het eerste kwartaal                       2027-01-01  2027-03-31
in Q2                                        2026-04-01  2026-06-30
dit kwartaal                                 2026-04-01  2026-06-30
volgend kwartaal                             2026-07-01  2026-09-30
vanaf Q3 2027                                2027-07-01  2027-09-30
uiterlijk Q4 2027                            -           2027-12-31
vóór het vierde kwartaal van 2027            -           2027-09-30
na Q3 2027                                   2027-10-01  -
Q1/Q2 2027                                   2027-01-01  2027-06-30
Q1 / Q2 2027                                 2027-01-01  2027-06-30
Q1/2 2027                                    2027-01-01  2027-06-30
Q1-Q2 2027                                   2027-01-01  2027-06-30
Q1 en Q2 van 2027                            2027-01-01  2027-06-30
Q3 of Q4 2027                                2027-07-01  2027-12-31
Q4/Q1 2028                                   2027-10-01  2028-03-31
tussen Q1 en Q3 2027                         2027-01-01  2027-09-30
eerste of tweede kwartaal van 2027           2027-01-01  2027-06-30
eerste en tweede kwartaal 2027               2027-01-01  2027-06-30
derde/vierde kwartaal 2027                   2027-07-01  2027-12-31
begin Q2 2027                                2027-04-01  2027-05-01
eind Q3 2027                                 2027-08-31  2027-09-30
"""
HALVES = """
tweede semester van 2027                     2027-07-01  2027-12-31
eerste helft van 2027                        2027-01-01  2027-06-30
eerste helft 2027                            2027-01-01  2027-06-30
de tweede helft van 2027                     2027-07-01  2027-12-31
2e helft 2027                                2027-07-01  2027-12-31
1e helft van 2028                            2028-01-01  2028-06-30
2de helft 2027                               2027-07-01  2027-12-31
2e helft                                     2026-07-01  2026-12-31
in de tweede helft van volgend jaar          2027-07-01  2027-12-31
de tweede helft van dit jaar                 2026-07-01  2026-12-31
de tweede helft van het jaar                 2026-07-01  2026-12-31
laatste helft van 2027                       2027-07-01  2027-12-31
eerste halfjaar 2027                         2027-01-01  2027-06-30
eerste half jaar van 2027                    2027-01-01  2027-06-30
tweede jaarhelft 2027                        2027-07-01  2027-12-31
in de loop van het eerste halfjaar van 2027  2027-01-01  2027-06-30
2028, in de tweede helft                     2028-07-01  2028-12-31
H1 2027                                      2027-01-01  2027-06-30
H2 2027                                      2027-07-01  2027-12-31
uiterlijk in de eerste helft van 2027        -           2027-06-30
na de eerste helft van 2027                  2027-07-01  -
"""
SEASONS = """
tussen Pasen en de bouwvak van 2028          2028-04-16  2028-08-15
na de bouwvak van 2028                       2028-08-16  -
voor de bouwvak                              -           2026-07-14
komend voorjaar                              2027-03-01  2027-05-31
de komende zomer                             2026-06-01  2026-08-31
voorjaar 2027                                2027-03-01  2027-05-31
het voorjaar van 2027                        2027-03-01  2027-05-31
lente 2027                                   2027-03-01  2027-05-31
in de lente van 2027                         2027-03-01  2027-05-31
zomer 2027                                   2027-06-01  2027-08-31
de zomer van 2027                            2027-06-01  2027-08-31
zomer '27                                    2027-06-01  2027-08-31
de zomermaanden van 2027                     2027-06-01  2027-08-31
rond de zomer van 2027                       2027-06-01  2027-08-31
najaar 2027                                  2027-09-01  2027-11-30
najaar '27                                   2027-09-01  2027-11-30
herfst 2027                                  2027-09-01  2027-11-30
vanaf het najaar van 2027                    2027-09-01  2027-11-30
winter 2027-2028                             2027-12-01  2028-02-29
winter 2026-2027                             2026-12-01  2027-02-28
winter 2027/2028                             2027-12-01  2028-02-29
winter 2027/28                               2027-12-01  2028-02-29
de winter 2027-2028                          2027-12-01  2028-02-29
in de winter van 2027-2028                   2027-12-01  2028-02-29
in de winter van 2027 op 2028                2027-12-01  2028-02-29
winter 2027                                  2027-12-01  2028-02-29
komende winter                               2026-12-01  2027-02-28
komende zomer                                2026-06-01  2026-08-31
deze zomer                                   2026-06-01  2026-08-31
dit voorjaar                                 2026-03-01  2026-05-31
dit najaar                                   2026-09-01  2026-11-30
komend najaar                                2026-09-01  2026-11-30
volgend voorjaar                             2027-03-01  2027-05-31
volgende zomer                               2027-06-01  2027-08-31
in de herfst                                 2026-09-01  2026-11-30
in de zomer van volgend jaar                 2027-06-01  2027-08-31
volgend jaar zomer                           2027-06-01  2027-08-31
volgend jaar in het najaar                   2027-09-01  2027-11-30
vorig jaar zomer                             2025-06-01  2025-08-31
zomer 2019                                   2019-06-01  2019-08-31
na de zomer van 2027                         2027-09-01  -
na de zomer                                  2026-09-01  -
na afloop van de zomer van 2027              2027-09-01  -
na de zomervakantie                          2026-09-01  -
na het zomerreces van 2027                   2027-09-01  -
pas na de zomer van 2027                     2027-09-01  -
na de zomer van dit jaar                     2026-09-01  -
voor de zomer van 2027                       -           2027-05-31
vóór de zomer van 2027                       -           2027-05-31
nog voor de zomer van 2027                   -           2027-05-31
niet voor de zomer van 2027                  2027-06-01  -
voorjaar/zomer 2027                          2027-03-01  2027-08-31
zomer of najaar 2027                         2027-06-01  2027-11-30
tussen de zomer en het najaar van 2027       2027-06-01  2027-11-30
"""
YEARS = """
schooljaar 2027-2028                         2027-08-01  2028-07-31
tweeduizend zevenentwintig                   2027-01-01  2027-12-31
tweeduizendenachtentwintig                   2028-01-01  2028-12-31
2027                                         2027-01-01  2027-12-31
in 2027                                      2027-01-01  2027-12-31
in het jaar 2027                             2027-01-01  2027-12-31
in de loop van 2027                          2027-01-01  2027-12-31
in de loop van het jaar 2027                 2027-01-01  2027-12-31
gedurende 2027                               2027-01-01  2027-12-31
vanaf 2027                                   2027-01-01  2027-12-31
volgend jaar                                 2027-01-01  2027-12-31
in de loop van volgend jaar                  2027-01-01  2027-12-31
komend jaar                                  2027-01-01  2027-12-31
volgend kalenderjaar                         2027-01-01  2027-12-31
in het nieuwe jaar                           2027-01-01  2027-12-31
dit jaar                                     2026-01-01  2026-12-31
in de loop van het jaar                      2026-01-01  2026-12-31
begin 2027                                   2027-01-01  2027-03-31
aan het begin van 2027                       2027-01-01  2027-03-31
vroeg in 2027                                2027-01-01  2027-03-31
begin volgend jaar                           2027-01-01  2027-03-31
begin van het nieuwe jaar                    2027-01-01  2027-03-31
medio 2027                                   2027-05-01  2027-08-31
half 2027                                    2027-05-01  2027-08-31
halverwege 2027                              2027-05-01  2027-08-31
halverwege 2028 bewoners                     2028-05-01  2028-08-31
midden 2027                                  2027-05-01  2027-08-31
in het midden van 2027                       2027-05-01  2027-08-31
vanaf medio 2027                             2027-05-01  2027-08-31
eind 2027                                    2027-10-01  2027-12-31
einde 2027                                   2027-10-01  2027-12-31
aan het eind van 2027                        2027-10-01  2027-12-31
laat in 2027                                 2027-10-01  2027-12-31
eind dit jaar                                2026-10-01  2026-12-31
einde van dit jaar                           2026-10-01  2026-12-31
eind volgend jaar                            2027-10-01  2027-12-31
eind van het jaar                            2026-10-01  2026-12-31
tegen het einde van 2027                     2027-10-01  2027-12-31
voor het eind van het jaar                   -           2026-12-31
voor het einde van het jaar                  -           2026-12-31
vóór het einde van dit jaar                  -           2026-12-31
voor het einde van 2027                      -           2027-12-31
voor eind 2027                               -           2027-12-31
uiterlijk eind 2027                          -           2027-12-31
nog voor de jaarwisseling                    -           2026-12-31
begin/medio 2027                             2027-01-01  2027-08-31
medio/eind 2027                              2027-05-01  2027-12-31
medio of eind 2027                           2027-05-01  2027-12-31
2027/2028                                    2027-01-01  2028-12-31
2027/'28                                     2027-01-01  2028-12-31
2027-2028                                    2027-01-01  2028-12-31
2027/28                                      2027-01-01  2028-12-31
2027 of 2028                                 2027-01-01  2028-12-31
2027 en 2028                                 2027-01-01  2028-12-31
tussen 2027 en 2028                          2027-01-01  2028-12-31
tussen 2027 en 2029                          2027-01-01  2029-12-31
van 2027 tot en met 2029                     2027-01-01  2029-12-31
eind 2027/begin 2028                         2027-10-01  2028-03-31
eind 2027 of begin 2028                      2027-10-01  2028-03-31
eind 2027 - begin 2028                       2027-10-01  2028-03-31
tussen eind 2027 en medio 2028               2027-10-01  2028-08-31
"""
OPEN_ENDS = """
uiterlijk aan het einde van 2026             -           2026-12-31
uiterlijk aan het eind van Q2 2027           -           2027-06-30
uiterlijk 31 december 2026                   -           2026-12-31
uiterlijk op 31 december 2026                -           2026-12-31
uiterlijk per 31 december 2026               -           2026-12-31
op uiterlijk 31 december 2026                -           2026-12-31
tot en met 31 december 2026                  -           2026-12-31
t/m 31 december 2026                         -           2026-12-31
niet later dan 31 december 2026              -           2026-12-31
op zijn laatst 31 december 2026              -           2026-12-31
ten laatste 31 december 2026                 -           2026-12-31
voor of op 31 december 2026                  -           2026-12-31
uiterlijk in december 2026                   -           2026-12-31
uiterlijk juni 2027                          -           2027-06-30
juli 2027 op zijn laatst                     -           2027-07-31
binnen nu en medio 2027                      -           2027-08-31
tussen nu en eind 2027                       -           2027-12-31
vóór 1 juli 2027                             -           2027-06-30
voor 1 juli 2027                             -           2027-06-30
ruim voor 1 juli 2027                        -           2027-06-30
uiterlijk vóór 1 juli 2027                   -           2027-06-30
eerder dan 1 juli 2027                       -           2027-06-30
voor 1 januari 2028                          -           2027-12-31
vóór 1 maart 2028                            -           2028-02-29
voor juli 2027                               -           2027-06-30
voor 2028                                    -           2027-12-31
voor kerst 2026                              -           2026-12-24
vóór de kerst                                -           2026-12-24
niet voor eind 2027                          2027-10-01  -
niet eerder dan in de loop van 2028          2028-01-01  -
niet eerder dan mei 2027                     2027-05-01  -
niet eerder dan 1 mei 2027                   2027-05-01  -
niet eerder dan 2028                         2028-01-01  -
niet eerder dan eind 2027                    2027-10-01  -
niet eerder dan voorjaar 2028                2028-03-01  -
niet eerder dan na de zomer van 2027         2027-09-01  -
niet eerder klaar dan mei 2027               2027-05-01  -
niet vóór mei 2027                           2027-05-01  -
niet voor 2028                               2028-01-01  -
op zijn vroegst in mei 2027                  2027-05-01  -
op zijn vroegst vanaf mei 2027               2027-05-01  -
klaar voor per 15 september 2026             2026-09-15  2026-09-15
op z'n vroegst mei 2027                      2027-05-01  -
op het vroegst in 2028                       2028-01-01  -
ten vroegste 1 mei 2027                      2027-05-01  -
vroegstens mei 2027                          2027-05-01  -
mei 2027 op zijn vroegst                     2027-05-01  -
1 juli 2027 of later                         2027-07-01  -
2028 of later                                2028-01-01  -
2028 en verder                               2028-01-01  -
na 1 juli 2027                               2027-07-02  -
kort na 1 juli 2027                          2027-07-02  -
later dan 1 juli 2027                        2027-07-02  -
na juli 2027                                 2027-08-01  -
na 2027                                      2028-01-01  -
na 31 december 2027                          2028-01-01  -
"""
RANGES = """
tussen maart en juni 2027                    2027-03-01  2027-06-30
tussen mei en juli                           2026-05-01  2026-07-31
tussen mei en juni 2027                      2027-05-01  2027-06-30
tussen november en februari 2027             2026-11-01  2027-02-28
tussen november 2026 en februari 2027        2026-11-01  2027-02-28
tussen begin maart en eind juni 2027         2027-03-01  2027-06-30
tussen 1 maart en 1 juni 2027                2027-03-01  2027-06-01
tussen 1 maart 2027 en 1 juni 2027           2027-03-01  2027-06-01
tussen 1 maart 2027 en 1 juni                2027-03-01  2027-06-01
tussen februari en april 2028                2028-02-01  2028-04-30
tussen zomer 2027 en zomer 2028              2027-06-01  2028-08-31
van maart tot juni 2027                      2027-03-01  2027-06-30
van maart tot en met juni 2027               2027-03-01  2027-06-30
van mei tot juli 2027                        2027-05-01  2027-07-31
van juli 2027 tot december                   2027-07-01  2027-12-31
maart t/m juni 2027                          2027-03-01  2027-06-30
maart-juni 2027                              2027-03-01  2027-06-30
maart - juni 2027                            2027-03-01  2027-06-30
juni dan wel juli 2027                       2027-06-01  2027-07-31
mei 2027 en/of juni 2027                     2027-05-01  2027-06-30
sept-okt 2027                                2027-09-01  2027-10-31
maart/april 2027                             2027-03-01  2027-04-30
mei/juni 2027                                2027-05-01  2027-06-30
mei of juni 2027                             2027-05-01  2027-06-30
maart of april 2027                          2027-03-01  2027-04-30
december of januari 2027                     2026-12-01  2027-01-31
eind mei/begin juni 2027                     2027-05-21  2027-06-10
1 juli t/m 31 december 2027                  2027-07-01  2027-12-31
1 juli 2027 t/m 31 december 2027             2027-07-01  2027-12-31
1 juli 2027 - 31 december 2027               2027-07-01  2027-12-31
van Q3 2027 tot Q2 2028                      2027-07-01  2028-06-30
eerste kwartaal 2027 of tweede kwartaal 2027  2027-01-01  2027-06-30
"""
LENGTHS = """
anderhalf jaar                               -           2027-10-20
1,5 jaar                                     -           2027-10-20
1½ jaar                                      -           2027-10-20
drie maanden na 1 oktober 2026               2027-01-01  2027-01-01
vijf maanden na de akte van 1 oktober 2026   2027-03-01  2027-03-01
een jaar na de start van de bouw in mei 2027  2028-05-01  2028-05-31
binnen een half jaar na gunning in mei 2027  -           2027-11-30
drie maanden na de zomer van 2027            2027-11-30  2027-11-30
binnen zes maanden                           -           2026-10-20
binnen 6 maanden                             -           2026-10-20
binnen 6 mnd                                 -           2026-10-20
binnen een half jaar                         -           2026-10-20
binnen een halfjaar                          -           2026-10-20
binnen een jaar                              -           2027-04-20
binnen één jaar                              -           2027-04-20
binnen anderhalf jaar                        -           2027-10-20
binnen ongeveer anderhalf jaar               -           2027-10-20
binnen twee jaar                             -           2028-04-20
binnen tweeënhalf jaar                       -           2028-10-20
binnen twee en een half jaar                 -           2028-10-20
binnen 2,5 jaar                              -           2028-10-20
binnen 1½ jaar                               -           2027-10-20
binnen driekwart jaar                        -           2027-01-20
binnen een kwartaal                          -           2026-07-20
binnen twee kwartalen                        -           2026-10-20
binnen drie weken                            -           2026-05-11
binnen tien dagen                            -           2026-04-30
binnen anderhalve maand                      -           2026-06-04
binnen achttien maanden                      -           2027-10-20
binnen vierentwintig maanden                 -           2028-04-20
binnen twee tot drie jaar                    -           2029-04-20
binnen 6-9 maanden                           -           2027-01-20
binnen een termijn van zes maanden           -           2026-10-20
binnen een periode van twaalf maanden        -           2027-04-20
in de komende zes maanden                    -           2026-10-20
binnen maximaal zes maanden                  -           2026-10-20
uiterlijk binnen zes maanden                 -           2026-10-20
binnen nu en zes maanden                     -           2026-10-20
tussen nu en zes maanden                     -           2026-10-20
uiterlijk over zes maanden                   -           2026-10-20
op een termijn van zes maanden               -           2026-10-20
over zes maanden                             2026-10-20  2026-10-20
over ongeveer zes maanden                    2026-10-20  2026-10-20
over circa 18 maanden                        2027-10-20  2027-10-20
over een maand of zes                        2026-10-20  2026-10-20
over anderhalf jaar                          2027-10-20  2027-10-20
over zo'n anderhalf jaar                     2027-10-20  2027-10-20
over een half jaar                           2026-10-20  2026-10-20
over ruim een jaar                           2027-04-20  2027-04-20
over een jaar of twee                        2028-04-20  2028-04-20
over 1,5 jaar                                2027-10-20  2027-10-20
over twee à drie jaar                        2028-04-20  2029-04-20
over drie tot vier maanden                   2026-07-20  2026-08-20
over zes maanden tot een jaar                2026-10-20  2027-04-20
over acht weken                              2026-06-15  2026-06-15
zes maanden vanaf nu                         2026-10-20  2026-10-20
twee jaar na vandaag                         2028-04-20  2028-04-20
over minimaal twee jaar                      2028-04-20  -
over ten minste zes maanden                  2026-10-20  -
op zijn vroegst over een jaar                2027-04-20  -
niet eerder dan over twee jaar               2028-04-20  -
"""


def rows(*tables):
    lines = [line.rsplit(maxsplit=2) for table in tables for line in table.strip().splitlines()]
    return [
        pytest.param(form, *(None if edge == "-" else edge for edge in edges), id=form)
        for form, *edges in lines
    ]


def spans_in(text, received_on=RECEIVED, **more):
    """First and last day of each expression, as text."""
    return [
        (each.earliest and str(each.earliest), each.latest and str(each.latest))
        for each in expressions_in(text, received_on, **more)
    ]


@pytest.mark.parametrize(
    ("form", "earliest", "latest"),
    rows(DAYS, WEEKS, MONTHS, QUARTERS, HALVES, SEASONS, YEARS, OPEN_ENDS, RANGES, LENGTHS),
)
def test_a_form_of_time_spans_these_days(form, earliest, latest):
    assert spans_in(f"De opvang is {form} gereed.") == [(earliest, latest)]


@pytest.mark.parametrize(
    "text",
    [
        "Er zijn 2027 plaatsen nodig.",
        "Het gaat om 2027 reguliere plekken.",
        "Stb. 2024, 12",
        "kenmerk 2026-001234",
        "dossier Z2026-00417",
        "Postbus 12, 2027 AB Haarlem",
        "Het kost 2027 euro.",
        "Er wonen 2028 bewoners.",
        "Een krediet van € 2027",
        "Het terrein meet 2027 m2.",
        "31 februari 2027",
        "2027-13-01",
        "32-1-2027",
        "week 54 van 2027",
        "week 53 van 2027",
        "Jan de Wit belt u.",
        "Contactpersoon is April Jansen.",
        "Juli Bakker tekent namens het college.",
        "Piet en Jan komen.",
        "Dat mag en kan niet.",
        "per week 40 plekken",
        "de tweede helft van de opgave",
        "de eerste helft van de opvangplekken",
        "anderhalf jaar geleden",
        "anderhalf jaar vertraging",
        "al anderhalf jaar staat het leeg",
        "zes weken na de vergunning",
        "binnen zes maanden na gunning",
        "binnen een jaar nadat de vergunning er is",
        "over twee jaar na de start",
        "verdeeld over twee jaar",
        "voor vijf jaar gehuurd",
        "na zes maanden",
        "zes maanden later",
        "halverwege de bouw",
        "aan het einde van de straat",
        "het jaar was zwaar",
        "binnen afzienbare tijd",
        "zo spoedig mogelijk",
        "te zijner tijd",
        "Jan",
        "Raadsinformatiebrief 2026-31",
        "host 10.20.4.11",
        "550 5.1.10 fout",
        "Kwartaal\tStap\tWie",
        "anderhalf jaar voorbereiding",
        "in het zomerreces",
    ],
)
def test_what_only_looks_like_time_is_left_alone(text):
    assert spans_in(text) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "eind juni, begin juli 2027",
            [("2027-06-21", "2027-06-30"), ("2027-07-01", "2027-07-10")],
        ),
        ("mei en juni 2027", [("2027-05-01", "2027-05-31"), ("2027-06-01", "2027-06-30")]),
        ("juni 2027 en september", [("2027-06-01", "2027-06-30"), ("2027-09-01", "2027-09-30")]),
        ("oktober 2027 en maart", [("2027-10-01", "2027-10-31"), ("2028-03-01", "2028-03-31")]),
        (
            "per 1 juli resp. 1 oktober 2027",
            [("2027-07-01", "2027-07-01"), ("2027-10-01", "2027-10-01")],
        ),
        ("op 1 maart en 1 mei 2027", [("2027-03-01", "2027-03-01"), ("2027-05-01", "2027-05-01")]),
        (
            "van 1 juli 2027 tot 1 juli 2032",
            [("2027-07-01", "2027-07-01"), ("2032-07-01", "2032-07-01")],
        ),
        (
            "in mei 2027 de eerste 40 en in november 2027 de rest",
            [("2027-05-01", "2027-05-31"), ("2027-11-01", "2027-11-30")],
        ),
        (
            "40 plekken eind 2026 en 60 plekken in Q3 2027",
            [("2026-10-01", "2026-12-31"), ("2027-07-01", "2027-09-30")],
        ),
        (
            "Locatie A\tmei 2027\t40\tQ4 2027",
            [("2027-05-01", "2027-05-31"), ("2027-10-01", "2027-12-31")],
        ),
    ],
)
def test_each_phase_is_an_expression_of_its_own(text, spans):
    assert spans_in(text) == spans


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("9 april jl.", ("2026-04-09", "2026-04-09")),
        ("9 april jongstleden", ("2026-04-09", "2026-04-09")),
        ("12 november jl.", ("2025-11-12", "2025-11-12")),
        ("september jl.", ("2025-09-01", "2025-09-30")),
        ("afgelopen zomer", ("2025-06-01", "2025-08-31")),
        ("vorig najaar", ("2025-09-01", "2025-11-30")),
        ("afgelopen maart", ("2026-03-01", "2026-03-31")),
        ("sinds juni", ("2025-06-01", "2025-06-30")),
        ("sinds 1 februari", ("2026-02-01", "2026-02-01")),
        ("sinds eind maart", ("2026-03-21", "2026-03-31")),
        ("sinds 1 januari 2015", ("2015-01-01", "2015-01-01")),
        ("in uw brief van 9 april", ("2026-04-09", "2026-04-09")),
        ("in ons gesprek van maandag 12 mei", ("2025-05-12", "2025-05-12")),
        ("in uw brief d.d. 9 april", ("2026-04-09", "2026-04-09")),
        ("in uw brief van november", ("2025-11-01", "2025-11-30")),
    ],
)
def test_what_has_been_lies_behind_receipt_and_says_so(text, span):
    (found,) = expressions_in(f"Dat speelt {text} al.", RECEIVED)
    assert ((str(found.earliest), str(found.latest)), found.is_past) == (span, True)


@pytest.mark.parametrize(
    ("received_on", "text", "span"),
    [
        (date(2026, 6, 15), "dit voorjaar", ("2026-03-01", "2026-05-31")),
        (date(2026, 6, 15), "in het voorjaar", ("2027-03-01", "2027-05-31")),
        (date(2027, 1, 10), "deze winter", ("2026-12-01", "2027-02-28")),
        (date(2027, 1, 10), "komende winter", ("2027-12-01", "2028-02-29")),
        (date(2026, 12, 28), "rond kerst", ("2027-12-25", "2027-12-26")),
        (date(2026, 11, 20), "in Q1/Q2", ("2027-01-01", "2027-06-30")),
        (date(2026, 11, 20), "volgende maand", ("2026-12-01", "2026-12-31")),
        (date(2026, 12, 20), "volgende maand", ("2027-01-01", "2027-01-31")),
        (date(2026, 11, 20), "volgend kwartaal", ("2027-01-01", "2027-03-31")),
        (date(2026, 12, 30), "volgende week", ("2027-01-04", "2027-01-10")),
        (date(2026, 8, 31), "over zes maanden", ("2027-02-28", "2027-02-28")),
        (date(2027, 8, 31), "over zes maanden", ("2028-02-29", "2028-02-29")),
        (date(2028, 2, 29), "over een jaar", ("2029-02-28", "2029-02-28")),
        (date(2028, 1, 5), "tussen 29 februari en 1 mei 2029", ("2029-02-28", "2029-05-01")),
    ],
)
def test_an_expression_without_a_year_counts_from_receipt(received_on, text, span):
    assert spans_in(f"Het is {text} zover.", received_on) == [span]


@pytest.mark.parametrize(
    ("text", "said_year", "span"),
    [
        ("de tweede helft van dat jaar", 2027, ("2027-07-01", "2027-12-31")),
        ("najaar van dat jaar", 2028, ("2028-09-01", "2028-11-30")),
        ("halverwege datzelfde jaar", 2027, ("2027-05-01", "2027-08-31")),
        ("het jaar daarop", 2027, ("2028-01-01", "2028-12-31")),
        ("hetzelfde najaar", 2028, ("2028-09-01", "2028-11-30")),
    ],
)
def test_that_year_is_the_year_named_before(text, said_year, span):
    assert spans_in(f"De rest volgt in {text}.", said_year=said_year) == [span]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Gereed: 1 juli 27", ("2027-07-01", "2027-07-01")),
        ("Gereed eind maart 27.", ("2027-03-21", "2027-03-31")),
        ("Locatie A\tzomer 27\t40", ("2027-06-01", "2027-08-31")),
        ("In juli 27 plekken.", ("2026-07-01", "2026-07-31")),
        ("In juli 80, dan niets.", ("2026-07-01", "2026-07-31")),
        ("Eind 2026 30 plekken.", ("2026-10-01", "2026-12-31")),
        ("Eind 2026 en 30 later.", ("2026-10-01", "2026-12-31")),
    ],
)
def test_two_figures_are_a_year_only_where_they_count_nothing(text, span):
    assert spans_in(text) == [span]


@pytest.mark.parametrize("form", ["begin 1 mei 2027", "medio 29-2-2028", "eind oudejaarsdag 2026"])
def test_a_day_has_no_parts(form):
    (found,) = expressions_in(f"Dat is {form} zover.", RECEIVED)
    assert found.earliest == found.latest


@pytest.mark.parametrize(
    ("text", "span"),
    [
        (
            "In week 6 van 2027 de eersten en een maand daarna de rest.",
            ("2027-03-08", "2027-03-14"),
        ),
        ("De eersten in juni 2027, de rest twee maanden later.", ("2027-08-01", "2027-08-31")),
        (
            "Op 1 juli 2027 komen er 40, drie tot vijf maanden later 60.",
            ("2027-10-01", "2027-12-01"),
        ),
        ("Uiterlijk 31 mei 2027 is het klaar, een half jaar later bewoond.", (None, "2027-11-30")),
        ("Niet eerder dan mei 2027, en de rest precies een jaar later.", ("2028-05-01", None)),
        ("In Q3 2027 komen er 40, binnen twaalf maanden daarna 60.", (None, "2028-09-30")),
        ("In Q3 2027 komen er 40 en in dat kwartaal ook de rest.", ("2027-07-01", "2027-09-30")),
        ("In mei 2027 komen er 40, in diezelfde maand de rest.", ("2027-05-01", "2027-05-31")),
    ],
)
def test_a_length_may_count_from_the_time_before_it(text, span):
    assert spans_in(text)[-1] == span


def test_a_length_that_is_explained_is_the_time_that_explains_it():
    text = "In mei 2027 komen er 40, veertien maanden later, dat wil zeggen in september 2028, 60."
    assert spans_in(text) == [("2027-05-01", "2027-05-31"), ("2028-09-01", "2028-09-30")]


def test_a_length_may_count_from_a_time_of_an_earlier_sentence():
    text = "Veertien maanden na die datum volgt de rest."
    assert spans_in(text, said=day(2026, 10, 1)) == [("2027-12-01", "2027-12-01")]


@pytest.mark.parametrize(
    "text",
    ["Dat is een jaar later dan gepland.", "In dat kwartaal is het klaar.", "Zes weken daarna."],
)
def test_what_counts_from_nothing_named_is_no_time(text):
    assert spans_in(text) == []


def test_that_year_may_be_named_in_the_same_sentence():
    assert spans_in("De bouw start in 2027 en in mei van dat jaar zijn er 40 plekken.") == [
        ("2027-01-01", "2027-12-31"),
        ("2027-05-01", "2027-05-31"),
    ]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Dit is gepland voor 2028.", ("2028-01-01", "2028-12-31")),
        ("De oplevering is voorzien voor mei 2027.", ("2027-05-01", "2027-05-31")),
        ("Het is gereed voor 2028.", (None, "2027-12-31")),
    ],
)
def test_voor_means_for_behind_a_plan_and_before_elsewhere(text, span):
    assert spans_in(text) == [span]


@pytest.mark.parametrize("text", ["juli", "Locatie A\tjuli\t40", "Oplevering: 18 maanden"])
def test_a_cell_may_hold_a_bare_month_or_length(text):
    assert len(spans_in(text)) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zij komen tussen maart en juni 2027 vrij.", "tussen maart en juni 2027"),
        ("Zij komen uiterlijk op 1 juli 2027 vrij.", "uiterlijk op 1 juli 2027"),
        ("Zij komen in de loop van 2027 vrij.", "in de loop van 2027"),
        ("Zij komen mei 2027 op zijn vroegst vrij.", "mei 2027 op zijn vroegst"),
        ("Zij komen op zijn vroegst over een jaar vrij.", "op zijn vroegst over een jaar"),
        ("Ingaande 1 juli 2027 vrij.", "1 juli 2027"),
        ("Zij komen (najaar 2027) vrij.", "najaar 2027"),
        ("Zij komen in juli\n2027 vrij.", "in juli 2027"),
    ],
)
def test_the_expression_is_quoted_with_the_words_that_open_it(text, found):
    assert [each.text for each in expressions_in(text, RECEIVED)] == [found]


# ------------------------------------------------------------------ properties

MONTH_NAMES = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
SHORT_NAMES = "jan feb mrt apr mei jun jul aug sept okt nov dec".split()
DATE_FORMS = {
    "1 juli 2027": lambda day: f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}",
    "1 jul. 2027": lambda day: f"{day.day} {SHORT_NAMES[day.month - 1]}. {day.year}",
    "1 jul 2027": lambda day: f"{day.day} {SHORT_NAMES[day.month - 1]} {day.year}",
    "1 juli '27": lambda day: f"{day.day} {MONTH_NAMES[day.month - 1]} '{day:%y}",
    "1e juli 2027": lambda day: f"{day.day}e {MONTH_NAMES[day.month - 1]} {day.year}",
    "1 JULI 2027": lambda day: f"{day.day} {MONTH_NAMES[day.month - 1].upper()} {day.year}",
    "1-7-2027": lambda day: f"{day.day}-{day.month}-{day.year}",
    "01-07-2027": lambda day: f"{day:%d-%m-%Y}",
    "01/07/2027": lambda day: f"{day:%d/%m/%Y}",
    "1.7.2027": lambda day: f"{day.day}.{day.month}.{day.year}",
    "01-07-27": lambda day: f"{day:%d-%m-%y}",
    "1-7-'27": lambda day: f"{day.day}-{day.month}-'{day:%y}",
    "2027-07-01": lambda day: day.isoformat(),
}
dates = st.dates(date(2024, 1, 1), date(2039, 12, 31))
receipts = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("form", DATE_FORMS.values(), ids=DATE_FORMS)
@given(day=dates, received_on=receipts)
@settings(max_examples=60, deadline=None)
def test_a_day_written_in_any_form_is_read_back(form, day, received_on):
    (found,) = expressions_in(f"De plekken zijn er op {form(day)}.", received_on)
    assert (found.earliest, found.latest) == (day, day)


@given(day=dates, received_on=receipts)
@settings(max_examples=60, deadline=None)
def test_uiterlijk_and_voor_close_a_day_from_behind(day, received_on):
    form = DATE_FORMS["1 juli 2027"](day)
    (by,) = expressions_in(f"Zij zijn er uiterlijk {form}.", received_on)
    (before,) = expressions_in(f"Zij zijn er vóór {form}.", received_on)
    assert (by.earliest, by.latest) == (None, day)
    assert (before.earliest, before.latest) == (None, day - timedelta(days=1))


@given(day=dates, received_on=receipts)
@settings(max_examples=60, deadline=None)
def test_a_day_without_a_year_is_the_first_to_come(day, received_on):
    assume((day.month, day.day) != (2, 29))
    form = f"{day.day} {MONTH_NAMES[day.month - 1]}"
    (found,) = expressions_in(f"De plekken zijn er op {form}.", received_on)
    assert (found.earliest.month, found.earliest.day) == (day.month, day.day)
    assert timedelta(0) <= found.earliest - received_on <= timedelta(days=366)


@given(day=dates, received_on=receipts)
@settings(max_examples=60, deadline=None)
def test_a_day_lies_within_its_month_quarter_half_and_year(day, received_on):
    quarter, half = (day.month + 2) // 3, (day.month + 5) // 6
    forms = (
        f"{MONTH_NAMES[day.month - 1]} {day.year}",
        f"Q{quarter} {day.year}",
        f"{quarter}e kwartaal van {day.year}",
        f"{half}e helft van {day.year}",
        f"{day.year}",
    )
    for form in forms:
        (found,) = expressions_in(f"Dat is in {form} zover.", received_on)
        assert found.earliest <= day <= found.latest, form


@given(day=dates, received_on=receipts)
@settings(max_examples=60, deadline=None)
def test_a_day_lies_within_its_iso_week(day, received_on):
    year, week, weekday = day.isocalendar()
    (found,) = expressions_in(f"Dat is in week {week} van {year} zover.", received_on)
    assert found.earliest == day - timedelta(days=weekday - 1)
    assert found.latest - found.earliest == timedelta(days=6)


@given(count=st.integers(2, 60), received_on=receipts)
@settings(max_examples=60, deadline=None)
def test_months_from_receipt_are_calendar_months(count, received_on):
    (over,) = expressions_in(f"Over {count} maanden staat het er.", received_on)
    (within,) = expressions_in(f"Binnen {count} maanden staat het er.", received_on)
    end = months_later(received_on, count)
    assert (over.earliest, over.latest) == (end, end)
    assert (within.earliest, within.latest) == (None, end)


@pytest.mark.parametrize(
    "length", ["twee jaar", "acht maanden", "40 weken", "250 dagen", "7,9 maanden"]
)
def test_a_length_that_ends_past_all_dates_is_no_time(length):
    text = f"Over {length} staat het er."
    assert list(durations(text, date(9999, 5, 5))) == []


WORDS = st.sampled_from(
    """
    tussen en of tot met t/m van vanaf voor vóór na niet eerder later dan uiterlijk binnen over
    begin medio half eind einde het de in op per dit volgend komende jaar jaren maand maanden week
    weken kwartaal helft eerste tweede derde laatste 1 2 15 29 31 35 53 1e 2027 2028 2029 '27 mei
    maart juni februari december jan zomer winter voorjaar Q1 Q3 Q4/Q1 H2 kerst jaarwisseling zes
    anderhalf een - – / , . ( ) : | 2027/2028 29-2-2028 2027-02 jl. a.s. zijn vroegst nu sinds dat
    """.split()
)


@given(words=st.lists(WORDS, max_size=14), received_on=receipts)
@settings(max_examples=400, deadline=None)
def test_no_string_of_words_breaks_the_reading_or_ends_before_it_begins(words, received_on):
    text = " ".join(words)
    found = expressions_in(text, received_on)
    for each in found:
        assert text[each.start : each.end] == each.text
        if each.earliest and each.latest:
            assert each.earliest <= each.latest
    assert all(one.end <= other.end for one, other in pairwise(found))


@given(text=st.text(max_size=60), received_on=receipts)
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_reading(text, received_on):
    expressions_in(text, received_on)
