"""docker's command line and docker's Python library keep their logins in `docker-credential-lockstep`."""

import fcntl
import json
import os
import shutil
import unittest
import unittest.mock

from certificates import certificate
from docker.credentials import Store
from docker.credentials.errors import CredentialsNotFound, StoreError
from lockstep import LockstepTest
from registry import Registry
from sandbox import BUILT

NOT_FOUND = "credentials not found in native keychain\n"


class DockerTest(LockstepTest):
    def setUp(self):
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        (self.programs / "docker-credential-lockstep").symlink_to(BUILT / "lockstep")
        self.surroundings = self.settings | {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "DOCKER_CONFIG": str(self.folder / "docker"),
        }
        self.lockstep("create", "ci", "--scope", "linodes:ro", "--expiry", "9d")
        self.string = self.lockstep("get", "ci").strip()

    def tearDown(self):
        if "ci" in self.lockstep("list"):
            self.lockstep("revoke", "ci", "--yes")
        for name in ("programs", "config", "docker"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def helper(self, operation, said, expect=0):
        code, out, _ = self.run_program("docker-credential-lockstep", operation, input=said, env=self.surroundings)
        self.assertEqual(code, expect, out)
        return out

    def store(self, server, user, secret, expect=0):
        return self.helper("store", json.dumps({"ServerURL": server, "Username": user, "Secret": secret}), expect)


class Protocol(DockerTest):
    def test_a_token_of_the_vault_is_stored_listed_got_and_erased(self):
        servers = ["registry.example", "https://index.docker.io/v1/", 'Registry.example:5000']
        for server in servers:
            self.assertEqual(self.store(server, "mé", self.string), "")
        self.assertEqual(json.loads(self.helper("list", "")), dict.fromkeys(servers, "mé"))
        for server in servers:
            wanted = {"ServerURL": server, "Username": "mé", "Secret": self.string}
            self.assertEqual(json.loads(self.helper("get", f" {server}\r\n")), wanted)
            self.assertEqual(self.helper("erase", server), "")
            self.assertEqual(self.helper("get", server, expect=1), NOT_FOUND)
            self.assertEqual(self.helper("erase", server), "")
        self.assertEqual(self.helper("list", ""), "{}\n")

    def test_no_string_lies_in_the_list_of_servers(self):
        self.store("registry.example", "me", self.string)
        kept = self.folder / "config" / "lockstep" / "docker.json"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        wanted = {"version": 1, "servers": {"registry.example": {"user": "me", "label": "ci"}}}
        self.assertEqual(json.loads(kept.read_text()), wanted)

    def test_another_helper_that_was_stopped_while_it_wrote_is_not_waited_for_for_ever(self):
        self.store("registry.example", "me", self.string)
        folder = os.open(self.folder / "config" / "lockstep", os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            self.assertIn("held the list of docker's servers", self.store("other.example", "me", self.string, expect=1))
        finally:
            os.close(folder)
        self.store("other.example", "me", self.string)

    def test_what_is_no_token_of_the_vault_is_not_stored(self):
        end = "0" if self.string[-1] != "0" else "1"
        for secret in ("hunter2", "", self.string[:-1] + end, self.string + "0", self.string[:20], "ä" * 40, "x" * 64):
            self.assertIn("not a token of the vault", self.store("registry.example", "me", secret, expect=1))
        self.assertEqual(self.helper("list", ""), "{}\n")

    def test_requests_that_are_none(self):
        self.assertEqual(self.store("", "me", self.string, expect=1), "no credentials server URL\n")
        self.assertEqual(self.store("registry.example", "", self.string, expect=1), "no credentials username\n")
        self.assertEqual(self.helper("get", " \n", expect=1), "no credentials server URL\n")
        self.assertEqual(self.helper("erase", "", expect=1), "no credentials server URL\n")
        for said in ("", "{", "[]", '{"ServerURL":"a"}', '{"a":' * 99, "x" * 100_000):
            self.helper("store", said, expect=1)
        self.helper("devour", "", expect=1)
        self.assertIn("lockstep", self.helper("version", ""))

    def test_a_revoked_token_is_as_if_logged_out(self):
        self.store("registry.example", "me", self.string)
        self.lockstep("revoke", "ci", "--yes")
        self.assertEqual(self.helper("get", "registry.example", expect=1), NOT_FOUND)

    def test_a_grant_narrows_docker_too(self):
        self.store("registry.example", "me", self.string)
        self.lockstep("grant", "ci", "--exe", "/usr/bin/false")
        self.assertIn("No grant lets this program", self.helper("get", "registry.example", expect=1))

    def test_a_locked_vault_is_no_missing_login(self):
        self.store("registry.example", "me", self.string)
        self.surroundings |= {"LOCKSTEP_KEY_FILE": "/dev/null"}
        out = self.helper("get", "registry.example", expect=1)
        self.assertNotEqual(out, NOT_FOUND)
        self.assertIn("key file", out)

    def test_a_list_of_servers_that_is_none_is_left_alone(self):
        self.store("registry.example", "me", self.string)
        kept = self.folder / "config" / "lockstep" / "docker.json"
        kept.write_text("{")
        for operation in ("get", "erase"):
            self.assertIn("cannot be read", self.helper(operation, "registry.example", expect=1))
        self.assertEqual(kept.read_text(), "{")

    def test_each_hand_out_is_in_the_audit_log(self):
        self.store("registry.example", "me", self.string)
        self.helper("get", "registry.example")
        told = self.lockstep("audit", "--label", "ci")
        self.assertIn("credential docker store", told)
        self.assertRegex(told, r"credential docker\b(?! store)")

    def test_through_the_agent_it_is_the_same(self):
        socket = str(self.folder / "run" / "agent.sock")
        self.surroundings |= {"LOCKSTEP_SOCKET": socket}
        self.lockstep("unlock", settings={"LOCKSTEP_SOCKET": socket})
        try:
            without = self.surroundings
            self.surroundings = without | {"LOCKSTEP_KEY_FILE": ""}
            said = self.store("registry.example", "me", self.string, expect=1)
            self.assertIn("lockstep bind ci https://registry.example", said)
            self.lockstep("bind", "ci", "https://registry.example")
            self.store("registry.example", "me", self.string)
            self.assertIn("not a token of the vault", self.store("other.example", "me", "x" * 64, expect=1))
            self.assertEqual(json.loads(self.helper("get", "registry.example"))["Secret"], self.string)
        finally:
            self.lockstep("agent", "stop", settings={"LOCKSTEP_SOCKET": socket})

    def test_dockers_own_library(self):
        with unittest.mock.patch.dict(os.environ, self.surroundings):
            self.use(Store("lockstep", environment=self.surroundings))

    def use(self, store):
        store.store("registry.example", "me", self.string)
        wanted = {"ServerURL": "registry.example", "Username": "me", "Secret": self.string}
        self.assertEqual(store.get("registry.example"), wanted)
        self.assertEqual(store.list(), {"registry.example": "me"})
        store.erase("registry.example")
        with self.assertRaises(CredentialsNotFound):
            store.get("registry.example")
        with self.assertRaises(StoreError):
            store.store("registry.example", "me", "hunter2")


@unittest.skipUnless(shutil.which("docker") and shutil.which("openssl"), "docker or openssl is not there")
class CommandLine(DockerTest):
    def setUp(self):
        super().setUp()
        path, context = certificate(self.folder)
        self.surroundings |= {"SSL_CERT_FILE": str(path)}
        self.registry = Registry("me", self.string, context)
        (self.folder / "docker").mkdir()
        helpers = {"credHelpers": {self.registry.place: "lockstep"}}
        (self.folder / "docker" / "config.json").write_text(json.dumps(helpers))

    def tearDown(self):
        self.registry.close()
        super().tearDown()

    def docker(self, *words, expect=0, **more):
        code, out, err = self.run_program("docker", *words, env=self.surroundings, **more)
        self.assertEqual(code, expect, out + err)
        return out + err

    def log_in(self, password, expect=0):
        words = ["login", "--username", "me", "--password-stdin", self.registry.place]
        return self.docker(*words, input=password, expect=expect)

    def inspect(self, expect=0):
        return self.docker("manifest", "inspect", f"{self.registry.place}/image:1", expect=expect)

    def test_login_use_logout(self):
        self.inspect(expect=1)
        self.assertIn("Login Succeeded", self.log_in(self.string))
        self.assertIn("schemaVersion", self.inspect())
        self.docker("logout", self.registry.place)
        self.assertEqual(self.helper("list", ""), "{}\n")
        self.inspect(expect=1)
        configuration = (self.folder / "docker" / "config.json").read_text()
        self.assertNotIn(self.string, configuration)

    def test_a_password_that_is_no_token_is_refused_with_the_reason(self):
        self.registry.wanted = ("me", "hunter2-hunter2-hunter2")
        told = self.log_in("hunter2-hunter2-hunter2", expect=1)
        self.assertIn("not a token of the vault", told)

    def test_after_a_revoke_docker_is_not_let_in(self):
        self.log_in(self.string)
        self.lockstep("revoke", "ci", "--yes")
        self.inspect(expect=1)


if __name__ == "__main__":
    unittest.main()
