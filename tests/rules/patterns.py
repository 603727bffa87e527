"""Every pattern of the rules that is sought beside the words it needs."""

import importlib
import pkgutil
import re

import rules
from rules.anchors import Anchored


def all_of_rules():
    """Every such pattern of the rules, by module, name and number."""
    found = {}
    for module in pkgutil.iter_modules(rules.__path__, "rules."):
        for name, value in vars(importlib.import_module(module.name)).items():
            held = value.values() if isinstance(value, dict) else value
            many = held if isinstance(value, dict | tuple) else [value]
            for number, each in enumerate(many):
                if isinstance(each, Anchored):
                    found[f"{module.name} {name} {number}"] = each
    return found


def as_written(each):
    """The pattern without the look ahead that it got."""
    return re.compile(each.written, each.pattern.flags)


ALL = all_of_rules()
