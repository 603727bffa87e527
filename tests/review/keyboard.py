"""Going through a page by keyboard alone."""

MOST_TABS = 150


def tab_to(page, text):
    """Press Tab until what has the focus reads so, on a page that is there as a whole."""
    page.wait_for_load_state()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(e => e === document.body ? '' : e.innerText ||"
            " (e.labels && e.labels[0] ? e.labels[0].innerText : ''))"
            "(document.activeElement)"
        )
        if text in " ".join(focused.split()):
            return
    raise AssertionError(f"no way by Tab to {text!r}")
