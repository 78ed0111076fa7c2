"""The sandbox's answers under the published API description."""

import copy
import json
import pathlib
import unittest

from openapi_schema_validator import OAS30Validator
from sandbox import SandboxTest

PAGE = pathlib.Path("../shared/linode-openapi-tokens.json")


def lax(schema, path):
    """The schema, laxer where linode-facts.md says that the real API is."""
    schema = copy.deepcopy(schema)
    if path.endswith("/profile"):
        schema["additionalProperties"] = True  # `user_type` (1.3)
    return nullable(schema)


def nullable(schema):
    """What may be null may be so beside its named values, too: the source forgets to name null among them."""
    if isinstance(schema, list):
        return [nullable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: nullable(part) for name, part in schema.items()}
    if schema.get("nullable") is True and isinstance(schema.get("enum"), list):
        schema["enum"].append(None)
    return schema


@unittest.skipUnless(PAGE.exists(), f"{PAGE} is not there")
class Description(SandboxTest):
    def setUp(self):
        self.page = json.loads(PAGE.read_text())

    def check(self, method, path, status, template=None, **more):
        found, headers, answer = self.ask(method, "/v4" + path, **more)
        self.assertEqual(found, status, answer)
        operation = self.page["paths"]["/{apiVersion}" + (template or path).split("?")[0]][method.lower()]
        responses = operation["responses"]
        response = responses.get(str(found), responses["default"])
        if status == 204:
            self.assertIsNone(answer)
            return answer
        self.assertEqual(headers.get_content_type(), "application/json")
        schema = lax(response["content"]["application/json"]["schema"], path)
        resolver = {"components": self.page.get("components", {}), "allOf": [schema]}
        problems = [error.message for error in OAS30Validator(resolver).iter_errors(answer)]
        self.assertEqual(problems, [], f"{method} {path}")
        return answer

    def test_answers_are_valid(self):
        one = "/profile/tokens/{tokenId}"
        self.check("GET", "/profile", 200)
        self.check("GET", "/profile/grants", 204)
        made = self.check("POST", "/profile/tokens", 200, body={"label": "a", "scopes": "linodes:read_only"})
        self.check("POST", "/profile/tokens", 200, body={"expiry": "2998-01-01T00:00:00"})
        self.check("GET", "/profile/tokens", 200)
        self.check("GET", "/profile/tokens?page=9&page_size=25", 200)
        self.check("GET", "/profile/tokens", 200, headers={"X-Filter": '{"label": "a"}'})
        self.check("GET", f"/profile/tokens/{made['id']}", 200, one)
        self.check("PUT", f"/profile/tokens/{made['id']}", 200, one, body={"label": "b"})
        self.check("DELETE", f"/profile/tokens/{made['id']}", 200, one)

    def test_refusals_are_valid(self):
        self.check("GET", "/profile/tokens/999999", 404, "/profile/tokens/{tokenId}")
        self.check("GET", "/profile", 401, token="0" * 64)
        self.check("GET", "/profile/tokens?page_size=24", 400)
        self.check("GET", "/profile/tokens", 400, headers={"X-Filter": '{"scopes": "*"}'})
        self.check("POST", "/profile/tokens", 400, body={"label": "x" * 101})
        self.check("POST", "/profile/tokens", 400, body={"expiry": "2001-01-01T00:00:00"})

    def test_every_answer_has_the_headers(self):
        for token in (self.token, "0" * 64):
            _, headers, _ = self.ask("GET", "/v4/profile", token=token)
            for name in ("X-OAuth-Scopes", "X-Accepted-OAuth-Scopes", "X-RateLimit-Remaining", "Retry-After"):
                self.assertIn(name, headers)


class Restricted(Description):
    options = ["--restricted"]

    def test_answers_are_valid(self):
        self.check("GET", "/profile/grants", 200)
