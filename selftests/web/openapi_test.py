#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""/openapi.json is true: what it names is there, and what is there it names."""

import json

from web import UnixConnection, Web, write

from tap import expect, main, test

METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")
BODIES = {"/{display}": "text", "/{display}/keys/{key}": ""}


class Api:
    """The description, and requests made by it."""

    def __init__(self, scene):
        self.path = scene.path("socket")
        self.web = Web(scene, f"--listen={self.path}")
        self.told = json.loads(self.web.get("/openapi.json").body)

    def target(self, path):
        return path.replace("{display}", "screen").replace("{key}", "up")

    def ask(self, method, path, body=None, **headers):
        return self.web.ask(method, self.target(path), body,
                            connection=UnixConnection(self.path), **headers)

    def operations(self):
        for path, methods in self.told["paths"].items():
            for method, operation in methods.items():
                if method != "parameters":
                    yield path, method.upper(), operation

    def response(self, operation, status):
        told = operation["responses"].get(str(status))
        if told and "$ref" in told:
            told = self.told["components"]["responses"][told["$ref"].rsplit("/", 1)[1]]
        return told

    def judge(self, path, method, operation, answer):
        """The status is one that it names, and the type of the body is."""
        told = self.response(operation, answer.status)
        assert told, f"{method} {path}: {answer.status} is not described"
        if "content" in told:
            expect((path, list(told["content"])), (path, [answer.type]))
        else:
            expect((path, b""), (path, answer.body))
        return answer.status


def streams(path):
    return path.endswith("events")


@test
def what_it_describes_is_there(scene):
    api = Api(scene)
    seen = set()
    for path, method, operation in api.operations():
        if not streams(path):
            body = BODIES.get(path, "1") if method != "GET" else None
            seen.add(api.judge(path, method, operation, api.ask(method, path, body)))
    expect({200, 404}, seen)


@test
def refusals_are_described(scene):
    api = Api(scene)
    seen = set()
    for path, method, operation in api.operations():
        for headers in ({"Host": "evil"}, {"Origin": "http://evil"}, {"Host": ""},
                        {"If-None-Match": "*"}):
            if streams(path) and not "Host" in headers:
                continue
            body = "x" * 5000 if method != "GET" else None
            answer = api.ask(method, path, body, **headers)
            seen.add(api.judge(path, method, operation, answer))
    expect(set(), {304, 403, 404, 413, 421} - seen)


@test
def what_it_does_not_describe_is_refused(scene):
    api = Api(scene)
    named = {(path, method) for path, method, _ in api.operations()}
    for path in api.told["paths"]:
        for method in METHODS:
            if (path, method) not in named:
                expect((path, method, 405), (path, method, api.ask(method, path).status))


@test
def each_path_has_its_parameters(scene):
    api = Api(scene)
    for path, methods in api.told["paths"].items():
        named = {parameter["name"] for parameter in methods.get("parameters", ())}
        expect((path, set(part[:-1] for part in path.replace("}", "}{").split("{")
                          if part.endswith("}"))), (path, named))


def fits(schema, value, where=""):
    """Does a value have the schema's type and, if an object, exactly its members?"""
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]]), f"{where}: {value!r}"
    if "enum" in schema:
        assert value in schema["enum"], f"{where}: {value!r}"
    if "properties" in schema:
        expect((where, sorted(schema["properties"])), (where, sorted(value)))
        expect((where, sorted(schema["required"])), (where, sorted(value)))
        for name, part in schema["properties"].items():
            fits(part, value[name], f"{where}.{name}")
    for part in value if "items" in schema else ():
        fits(schema["items"], part, f"{where}[]")


@test
def a_display_has_the_schema(scene):
    api = Api(scene)
    write(api.web.files[0], "text")
    fits(api.told["components"]["schemas"]["Display"], api.web.json())


@test
def references_lead_somewhere(scene):
    api = Api(scene)

    def walk(part):
        if isinstance(part, dict):
            if "$ref" in part:
                target = api.told
                for step in part["$ref"].removeprefix("#/").split("/"):
                    target = target[step]
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(api.told)


main()
