"""HTML of a stranger as HTML that does nothing: text with its paragraphs, lists and tables."""

import nh3

MOST_READ = 10_000_000  # characters: pictures written out in a page take up many
MOST_SHOWN = 500_000
CUT = "<p><strong>De rest van deze mail is te lang en is hier weggelaten.</strong></p>"
TAGS = frozenset(
    "a abbr address article aside b bdi big blockquote br caption center cite code col colgroup "
    "dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img "
    "ins kbd li main nav ol p pre q s samp section small span strike strong sub summary sup table "
    "tbody td tfoot th thead time tr tt u ul var wbr".split()
)
# What stands in these is not for readers.
UNSEEN = frozenset(
    "script style title svg math template noscript object iframe frame frameset applet audio video "
    "canvas select option".split()
)
ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href"},
    "img": {"alt"},  # never a source: who sent it would learn that it is read
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
SCHEMES = frozenset({"http", "https", "mailto"})


def sanitised(html: str) -> str:
    """The HTML without anything that acts, asks for something elsewhere or hides.

    It may take a minute where elements are nested without end: call it where it can be killed.
    """
    safe = cleaned(html[:MOST_READ])
    if len(html) <= MOST_READ and len(safe) <= MOST_SHOWN:
        return safe
    return CUT + cleaned(safe[:MOST_SHOWN])  # once more: the cut may be within a tag


def cleaned(html: str) -> str:
    """The HTML with what is allowed, and nothing else."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(UNSEEN),
        attributes={name: set(values) for name, values in ATTRIBUTES.items()},
        attribute_filter=with_host,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
        # The frame may open no windows, so that a click leads nowhere.
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def with_host(tag: str, attribute: str, value: str) -> str | None:
    """The value, None for a link without a host of its own: '//host' and '/path' are none."""
    if attribute == "href" and not value.lower().startswith(("http://", "https://", "mailto:")):
        return None
    return value
