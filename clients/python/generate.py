"""python3 generate.py [--check]: makes src/bench_client/contract.py of the service's contract, Bench.Api/openapi.json.

Every schema becomes a TypedDict or a Literal, so that answers stay plain JSON and are typed all the same; every operation becomes a row of OPERATIONS, so that
the client names calls by their operationId and never spells an address.
"""
from __future__ import annotations

import json
import keyword
import pathlib
import sys
from typing import Any

HERE = pathlib.Path(__file__).resolve().parent
CONTRACT = HERE.parents[1] / "Bench.Api" / "openapi.json"
TARGET = HERE / "src" / "bench_client" / "contract.py"

HEAD = '''"""Types and operations of the service's contract. Made by generate.py of Bench.Api/openapi.json; not edited by hand."""
from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, TypedDict, Union

'''

SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def python_type(schema: dict[str, Any]) -> str:
    """The Python type of a schema; null is a part of it where the contract allows null, in the way of OpenAPI 3.0 or of 3.1."""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    nullable = schema.get("nullable", False) or "null" in kinds
    alternatives = schema.get("oneOf") or schema.get("anyOf")
    if alternatives:
        nullable = nullable or any(choice.get("type") == "null" for choice in alternatives)
        named = sorted({python_type(choice) for choice in alternatives if choice.get("type") != "null"})
        name = named[0] if len(named) == 1 else f"Union[{', '.join(named)}]"
    else:
        name = bare_type(schema, next((kind for kind in kinds if kind != "null"), None))
    return f"Optional[{name}]" if nullable and name != "Any" and not name.startswith("Optional[") else name


def bare_type(schema: dict[str, Any], kind: str | None) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "allOf" in schema:
        return python_type(schema["allOf"][0])
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(value) for value in schema['enum'] if value is not None)}]"
    if kind == "array":
        return f"List[{python_type(schema.get('items', {}))}]"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"Dict[str, {python_type(values) if isinstance(values, dict) else 'Any'}]"
    return SCALARS.get(kind or "", "Any")


def declaration(name: str, schema: dict[str, Any]) -> str:
    properties = schema.get("properties")
    if not properties:
        return f"{name} = {python_type(schema)}\n"
    required = set(schema.get("required", []))
    always = {field: python_type(value) for field, value in properties.items() if field in required}
    sometimes = {field: python_type(value) for field, value in properties.items() if field not in required}
    if any(not field.isidentifier() or keyword.iskeyword(field) for field in properties):
        fields = ", ".join(f"{field!r}: {type_!r}" for field, type_ in {**always, **sometimes}.items())
        return f"{name} = TypedDict({name!r}, {{{fields}}}{'' if always else ', total=False'})\n"
    # NotRequired is younger than Python 3.10; what may be absent is inherited instead.
    base = f"_{name}Optional" if always and sometimes else "TypedDict"
    lines = []
    if always and sometimes:
        lines += [f"class {base}(TypedDict, total=False):", *members(sometimes), "", ""]
    lines += [f"class {name}({base}{'' if always else ', total=False'}):", *members(always or sometimes)]
    return "\n".join(lines) + "\n"


def members(fields: dict[str, str]) -> list[str]:
    return [f"    {field}: {type_}" for field, type_ in fields.items()]


def references(schema: Any) -> set[str]:
    """Schemas that this one must come after: an alias is evaluated, a class is not."""
    if isinstance(schema, dict):
        own = {str(schema["$ref"]).rsplit("/", 1)[1]} if "$ref" in schema else set()
        return own.union(*(references(value) for value in schema.values()))
    return set().union(*(references(value) for value in schema)) if isinstance(schema, list) else set()


def generate(contract: dict[str, Any]) -> str:
    schemas = contract["components"]["schemas"]
    aliases = [name for name, schema in schemas.items() if not schema.get("properties")]
    # Aliases are evaluated where they are defined: those of nothing but scalars go first, others after the classes that they name.
    first = [name for name in aliases if not references(schemas[name])]
    last = [name for name in aliases if references(schemas[name])]
    ordered = first + [name for name in schemas if name not in aliases] + last
    operations = {
        operation["operationId"]: (method.upper(), path)
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation
    }
    text = "OperationId = Literal[\n" + "".join(f"    {name!r},\n" for name in operations) + "]\n\n"
    text += "OPERATIONS: Dict[OperationId, tuple[str, str]] = {\n" + "".join(f"    {name!r}: {value!r},\n" for name, value in operations.items()) + "}\n\n"
    return HEAD + text.replace("'", '"') + "\n" + "\n\n".join(declaration(name, schemas[name]) for name in ordered)


def main() -> int:
    made = generate(json.loads(CONTRACT.read_text(encoding="utf-8")))
    if "--check" in sys.argv[1:]:
        if TARGET.read_text(encoding="utf-8") == made:
            return 0
        print("src/bench_client/contract.py is not what the contract says: run python3 clients/python/generate.py", file=sys.stderr)
        return 1
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
