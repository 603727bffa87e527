"""The trained models that ship with the program, read from their files."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from intake.errors import Stop
from rules.features import SIZE
from rules.judgement import Category, Element, Kind, PlaceRole
from rules.linear import LinearModel
from rules.meanings import Meanings
from rules.network import SIZE as NETWORK_SIZE
from rules.network import Network
from rules.presence import DECIDED, PresenceModel
from rules.statements import COLUMNS, StatementModel

FOLDER = Path(__file__).parent / "model"
MEANINGS = Path(__file__).parent / "data" / "meanings.txt"
ARRAYS = ("values", "bias", "hidden", "hidden_bias", "output", "output_bias")


def load_meanings() -> Meanings:
    """The lexicon that ships with the program: blocks of a class's name and the words below it."""
    blocks = MEANINGS.read_text(encoding="utf-8").strip().split("\n\n")
    lines = [block.splitlines() for block in blocks]
    return Meanings({name: " ".join(words).split() for name, *words in lines})


def load_statement_model(folder: Path = FOLDER) -> StatementModel:
    """The model in a folder. `Stop` where it was trained for other features or is absent."""
    try:
        card = json.loads((folder / "statements.json").read_text(encoding="utf-8"))
        with np.load(folder / "statements.npz", allow_pickle=False) as arrays:
            held = {name: arrays[name].astype(np.float32) for name in ARRAYS}
            ids = arrays["ids"]
    except (OSError, ValueError, KeyError) as error:
        raise Stop(f"{folder} holds no readable model: {error}; run make model") from error
    if card["size"] != [SIZE, NETWORK_SIZE] or card["columns"] != list(COLUMNS):
        raise Stop(f"{folder} was trained for other features; run make model")
    weights = np.zeros((SIZE, len(COLUMNS)), dtype=np.float32)
    weights[ids] = held["values"]
    network = Network(*(held[name] for name in ARRAYS[2:]))
    return StatementModel(load_meanings(), weights, held["bias"], network)


def load_timeline_model(folder: Path = FOLDER) -> LinearModel:
    """The model of which times tell of places. Raises Stop where it is absent."""
    return load_linear(folder / "timeline.json")["availability"]


def load_claims_model(folder: Path = FOLDER) -> LinearModel:
    """The model of who says that the task is met. Raises Stop where it is absent."""
    return load_linear(folder / "claims.json")["met"]


def load_presence_models(folder: Path = FOLDER) -> Mapping[Element, PresenceModel]:
    """The models of which elements a mail states. Raises Stop where one is absent."""
    path = folder / "presence.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {
            each: PresenceModel(content[each.value]["weights"], content[each.value]["bias"])
            for each in DECIDED
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Stop(f"{path} holds no readable model: {error}; run make model") from error


def load_kind_model(folder: Path = FOLDER) -> Mapping[Kind, LinearModel]:
    """The models of notification and reply. Raises Stop where they are absent."""
    return {Kind(name): model for name, model in load_linear(folder / "kinds.json").items()}


def load_place_models(folder: Path = FOLDER) -> Mapping[str, LinearModel]:
    """The models of what a number of places stands for. Raises Stop where one is absent."""
    path = folder / "places.json"
    models = load_linear(path)
    if set(models) != {*PlaceRole, *Category}:
        raise Stop(f"{path} was trained for other roles or categories; run make model")
    return models


def load_confidence_model(folder: Path = FOLDER) -> LinearModel:
    """The model of how sure a judgement is. Raises Stop where it is absent."""
    return load_linear(folder / "confidence.json")["right"]


def load_linear(path: Path) -> dict[str, LinearModel]:
    """Linear models by name. Raises Stop where the file holds none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: LinearModel(
                {int(number): weight for number, weight in each["weights"].items()}, each["bias"]
            )
            for name, each in content.items()
        }
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise Stop(f"{path} holds no readable model: {error}; run make model") from error


def linear_json(models: Mapping[str, LinearModel]) -> str:
    """Linear models as the text of their file."""
    content = {
        name: {"bias": model.bias, "weights": dict(sorted(model.weights.items()))}
        for name, model in sorted(models.items())
    }
    return json.dumps(content, separators=(",", ":")) + "\n"
