"""The description of the API that other programs generate theirs from (OpenAPI 3.1)."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from review.api import PREFIX, PROBLEM, Resource

REFERENCE = "#/components/schemas/{model}"
VERSION = "1"
FAULTS = {
    400: "A parameter cannot be asked so",
    401: "No token, or one that opens nothing",
    403: "The token lacks the scope",
    429: "Too many questions in a minute",
}


class Problem(BaseModel):
    """Why a question is not answered (RFC 9457)."""

    title: str
    status: int
    detail: str


def description_of(resources: Sequence[Resource[Any]]) -> dict[str, Any]:
    """Every resource with its parameters and answer."""
    told: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Problem, "serialization")]
    for each in resources:
        told += [(each.answer, "serialization"), (each.asked, "validation")]
    _, schemas = models_json_schema(told, ref_template=REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ibt-intake",
            "version": VERSION,
            "description": "The supervision of the Spreidingswet, to read alone.",
        },
        "paths": {PREFIX + each.path: {"get": operation(each)} for each in resources},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def operation(resource: Resource[Any]) -> dict[str, Any]:
    """How a resource is read."""
    return {
        "operationId": resource.name,
        "summary": resource.summary,
        "description": f"The token must have the scope `{resource.scope.value}`.",
        "parameters": parameters(resource),
        "responses": {
            "200": content("The answer", "application/json", resource.answer),
            **{str(code): content(told, PROBLEM, Problem) for code, told in FAULTS.items()},
        },
    }


def parameters(resource: Resource[Any]) -> list[dict[str, Any]]:
    """What may be asked after the question mark; nothing of it must."""
    schema = resource.asked.model_json_schema(ref_template=REFERENCE)
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": each.pop("description", ""),
            "schema": each,
        }
        for name, each in schema.get("properties", {}).items()
    ]


def content(told: str, media_type: str, model: type[BaseModel]) -> dict[str, Any]:
    """What comes back, by its model."""
    reference = {"$ref": REFERENCE.format(model=model.__name__)}
    return {"description": told, "content": {media_type: {"schema": reference}}}
