"""Dutch as spaCy knows it, with abbreviations of administrative prose; nothing is downloaded."""

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer

# Each is one token, so that its full stop ends no sentence. Lower and capitalised forms count.
ABBREVIATIONS = frozenset(
    """
    aanw. afd. art. artt. bijl. bijv. blz. bv. ca. cf. d.d. dd. d.m.v. dhr. dr. drs. e.a.
    e.d. e.e.a. e.v. enz. etc. evt. excl. fa. gem. i.c. i.c.m. i.h.b. i.h.k.v. i.k.v. i.o.
    i.o.m. i.p.v. i.r.t. i.s.m. i.v.m. incl. ing. ir. jhr. jl. a.s. jr. k.v. lid. m.b.t.
    m.b.v. m.i. m.i.v. m.m.v. m.n. m.u.v. max. mevr. mgr. min. mr. mw. n.a.v. n.b. nl. nr.
    nrs. o.a. o.b.v. o.g.v. o.i.d. o.l.v. o.m. o.v.v. p/a p.m. p.p. pag. par. pers. plv.
    prof. r.k. red. ref. resp. reg. s.v.p. secr. sr. st. stb. stcrt. t.a.v. t.b.v. t.g.v.
    t.h.v. t.m. t.n.v. t.o.v. t.w. tel. temp. t/m v.w.b. v.a. vgl. vnl. w.o. wnd. z.g.
    z.o.z. z.s.m. zgn. zsm. jan. feb. febr. mrt. apr. jun. jul. aug. sept. sep. okt. nov.
    dec.
    """.split()
)


def blank_language() -> Language:
    """A pipeline that only cuts text into words; see `rules.sentences` for sentences."""
    language = spacy.blank("nl")
    tokenizer = language.tokenizer
    if not isinstance(tokenizer, Tokenizer):
        raise TypeError("spaCy's Dutch has another tokenizer than ours is written for")
    for abbreviation in sorted(ABBREVIATIONS):
        for form in (abbreviation, abbreviation.capitalize(), abbreviation.upper()):
            tokenizer.add_special_case(form, [{"ORTH": form}])
    return language
