"""Decisions sent by the forms of a case."""

import re


def version(browser, path):
    """The version that a form quotes."""
    return re.search(r'name="versie" value="(\d+)"', browser.get(path).text)[1]


def send(browser, path, step="", **fields):
    """Send a form of a case."""
    return browser.post(path, versie=version(browser, path), stap=step, **fields)
