"""As much of Kiota's Python runtime as a generated client needs for its main path, under the names that it imports: PyPI's packages are not in Debian.

What is generated is not replaced: addresses and queries, requests, bodies, models, enums and problems are the client's own code; here are JSON, forms and HTTP.
"""
import dataclasses
import datetime
import enum
import json
import re
import sys
import types
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

QueryParameters = TypeVar("QueryParameters")


def plain(value):
    """What JSON can hold of a value of a model."""
    if hasattr(value, "serialize"):
        writer = SerializationWriter()
        value.serialize(writer)
        return writer.content
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, uuid.UUID):
        return str(value)
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


class SerializationWriter:
    """Every ``write_…_value(key, value)`` puts the value under the key; without a value it is left out."""

    def __init__(self):
        self.content = {}

    def write_additional_data_value(self, values):
        self.content.update({key: plain(value) for key, value in values.items()})

    def __getattr__(self, name):
        if not name.startswith("write_"):
            raise AttributeError(name)
        return self._write

    def _write(self, key, value):
        if value is None:
            return
        if key is None:
            self.content = plain(value)
        else:
            self.content[key] = plain(value)


class ParseNode:
    """A value of JSON, read as the type that the client asks for; another type is an error."""

    def __init__(self, value):
        self.value = value

    def _of(self, *wanted):
        if self.value is None or (isinstance(self.value, wanted) and (bool in wanted or not isinstance(self.value, bool))):
            return self.value
        raise TypeError(f"{self.value!r} is not {wanted}")

    def _made(self, make):
        return None if self.value is None else make(self._of(str))

    def get_child_node(self, name):
        return ParseNode(self.value[name]) if isinstance(self.value, dict) and self.value.get(name) is not None else None

    def get_str_value(self):
        return self._of(str)

    def get_bool_value(self):
        return self._of(bool)

    def get_int_value(self):
        return self._of(int)

    def get_float_value(self):
        return None if self._of(int, float) is None else float(self.value)

    def get_uuid_value(self):
        return self._made(uuid.UUID)

    def get_datetime_value(self):
        # Python 3.10 reads six decimals and no Z.
        return self._made(lambda text: datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", text.replace("Z", "+00:00"))))

    def get_date_value(self):
        return self._made(datetime.date.fromisoformat)

    def get_enum_value(self, kind):
        return self._made(kind)

    def get_object_value(self, kind):
        if self._of(dict) is None:
            return None
        made = kind.create_from_discriminator_value(self)
        readers = made.get_field_deserializers()
        for name, value in self.value.items():
            if name in readers:
                readers[name](ParseNode(value))
            elif hasattr(made, "additional_data"):
                made.additional_data[name] = value
            else:
                raise TypeError(f"{kind.__name__} has no '{name}'")
        return made

    def _each(self, read):
        return None if self._of(list) is None else [read(ParseNode(value)) for value in self.value]

    def get_collection_of_object_values(self, kind):
        return self._each(lambda node: node.get_object_value(kind))

    def get_collection_of_enum_values(self, kind):
        return self._each(lambda node: node.get_enum_value(kind))

    def get_collection_of_primitive_values(self, kind):
        names = {str: "str", int: "int", float: "float", bool: "bool", uuid.UUID: "uuid", datetime.datetime: "datetime"}
        return self._each(lambda node: getattr(node, f"get_{names[kind]}_value")())


class Parsable: ...


class AdditionalDataHolder: ...


class ComposedTypeWrapper: ...


class Unused:
    """What the client names and does not call here."""


class Headers(dict):
    def add(self, name, value):
        self[name.lower()] = value

    def try_add(self, name, value):
        self.setdefault(name.lower(), value)


@dataclass
class RequestConfiguration(Generic[QueryParameters]):
    headers: Headers = field(default_factory=Headers)
    options: list = field(default_factory=list)
    query_parameters: Any = None


@dataclass
class ApiError(Exception):
    message: str | None = None
    response_status_code: int | None = None
    response_headers: dict | None = None


class Method(enum.Enum):
    GET, POST, PUT, PATCH, DELETE = "GET", "POST", "PUT", "PATCH", "DELETE"


class MultipartBody(Parsable):
    def __init__(self):
        self.parts = []

    def add_or_replace_part(self, name, content_type, value, filename=None):
        head = f'name="{name}"' + (f'; filename="{filename}"' if filename else "")
        content = value if isinstance(value, bytes) else json.dumps(plain(value)).encode()
        self.parts.append(f"Content-Disposition: form-data; {head}\r\nContent-Type: {content_type}\r\n\r\n".encode() + content)


class RequestInformation:
    def __init__(self, method, url_template, path_parameters):
        self.method, self.template, self.parameters = method, url_template, dict(path_parameters)
        self.headers, self.content = Headers(), None

    def configure(self, configuration):
        if configuration is None:
            return
        self.headers.update(configuration.headers)
        asked = configuration.query_parameters
        for each in dataclasses.fields(asked) if asked is not None else ():
            if (value := getattr(asked, each.name)) is not None:
                self.parameters[asked.get_query_parameter(each.name) if hasattr(asked, "get_query_parameter") else each.name] = plain(value)

    def set_content_from_parsable(self, adapter, content_type, body):
        if isinstance(body, MultipartBody):
            boundary = uuid.uuid4().hex
            content_type += f"; boundary={boundary}"
            self.content = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in body.parts) + f"--{boundary}--\r\n".encode()
        else:
            self.content = json.dumps(plain(body)).encode()
        self.headers.try_add("Content-Type", content_type)

    def url(self):
        """The template of RFC 6570: reserved ({+a}), simple ({a}) and exploded query ({?a*,b*}) expressions, which are those that Kiota writes."""
        return re.sub(r"\{([+?]?)([^}]+)\}", self._expanded, self.template)

    def _expanded(self, expression):
        kind, names = expression[1], expression[2].split(",")
        if kind != "?":
            value = str(self.parameters[names[0]])
            return value if kind == "+" else urllib.parse.quote(value, safe="")
        pairs = [(name, self.parameters.get(name.rstrip("*"))) for name in names]
        pairs = [(name.rstrip("*"), json.dumps(value) if isinstance(value, bool) else value) for name, value in pairs if value is not None]
        return f"?{urllib.parse.urlencode(pairs, doseq=True)}" if pairs else ""


class BaseRequestBuilder:
    def __init__(self, request_adapter, url_template, path_parameters):
        self.request_adapter, self.url_template = request_adapter, url_template
        self.path_parameters = get_path_parameters(path_parameters)


def get_path_parameters(parameters):
    return {"request-raw-url": parameters} if isinstance(parameters, str) else dict(parameters or {})


class RequestAdapter:
    def __init__(self, base_url, key):
        self.base_url, self.key = base_url, key

    async def send_async(self, request, kind, errors):
        request.parameters["baseurl"] = self.base_url
        request.headers.add("Authorization", f"Bearer {self.key}")
        sent = urllib.request.Request(request.url(), request.content, dict(request.headers), method=request.method.value)
        try:
            with urllib.request.urlopen(sent) as answer:
                return ParseNode(json.load(answer)).get_object_value(kind)
        except urllib.error.HTTPError as refusal:
            wanted = (str(refusal.code), f"{refusal.code // 100}XX", "XXX")
            mapped = next((errors[code] for code in wanted if code in (errors or {})), None)
            if mapped is None:
                raise
            problem = ParseNode(json.load(refusal)).get_object_value(mapped)
            problem.response_status_code = refusal.code
            raise problem from refusal


def _module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members, __path__=[])
    sys.modules[name] = made


_ignore = lambda factory: None
_module("kiota_abstractions")
_module("kiota_abstractions.api_client_builder", register_default_serializer=_ignore, register_default_deserializer=_ignore, enable_backing_store_for_serialization_writer_factory=_ignore)
_module("kiota_abstractions.api_error", APIError=ApiError)
_module("kiota_abstractions.base_request_builder", BaseRequestBuilder=BaseRequestBuilder)
_module("kiota_abstractions.base_request_configuration", RequestConfiguration=RequestConfiguration)
_module("kiota_abstractions.default_query_parameters", QueryParameters=Unused)
_module("kiota_abstractions.get_path_parameters", get_path_parameters=get_path_parameters)
_module("kiota_abstractions.method", Method=Method)
_module("kiota_abstractions.multipart_body", MultipartBody=MultipartBody)
_module("kiota_abstractions.request_adapter", RequestAdapter=RequestAdapter)
_module("kiota_abstractions.request_information", RequestInformation=RequestInformation)
_module("kiota_abstractions.request_option", RequestOption=Unused)
_module(
    "kiota_abstractions.serialization", AdditionalDataHolder=AdditionalDataHolder, ComposedTypeWrapper=ComposedTypeWrapper, Parsable=Parsable, ParsableFactory=Parsable,
    ParseNode=ParseNode, ParseNodeFactoryRegistry=Unused, SerializationWriter=SerializationWriter, SerializationWriterFactoryRegistry=Unused,
)
for _form in ("json", "text", "form", "multipart"):
    _module(f"kiota_serialization_{_form}")
    _module(f"kiota_serialization_{_form}.{_form}_parse_node_factory", **{f"{_form.title()}ParseNodeFactory": Unused})
    _module(f"kiota_serialization_{_form}.{_form}_serialization_writer_factory", **{f"{_form.title()}SerializationWriterFactory": Unused})
