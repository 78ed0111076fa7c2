"""git itself asks `lockstep credential git` for the token, set up by the line that Docs/Integrations.md gives."""

import base64
import datetime
import json
import os
import pathlib
import re
import shutil
import unittest

from githost import Host
from lockstep import LockstepTest
from sandbox import BUILT

PAGE = pathlib.Path(__file__).resolve().parents[2] / "Docs" / "Integrations.md"


@unittest.skipUnless(shutil.which("git"), "git is not there")
class Git(LockstepTest):
    def setUp(self):
        self.lockstep("create", "ci", "--scope", "linodes:ro", "--expiry", "9d")
        self.string = self.lockstep("get", "ci").strip()
        self.upstream = self.folder / "hosted" / "project.git"
        self.run_git("init", "--quiet", "--bare", "--initial-branch=main", self.upstream)
        self.commit("first")
        self.host = Host(self.folder / "hosted", [self.string])
        line = re.search(r"`(git config --global credential\.https://git\.example\.helper [^`]*)`", PAGE.read_text())[1]
        line = line.replace("https://git.example", self.host.url).replace("LABEL", "ci")
        self.assertEqual(self.run_program("sh", "-c", line, env=self.surroundings()), (0, "", ""))
        self.lockstep("bind", "ci", self.host.url)
        self.address = self.host.url + "/project.git"

    def tearDown(self):
        self.host.close()
        if "ci" in self.lockstep("list"):
            self.lockstep("revoke", "ci", "--yes")
        for name in ("hosted", "copy"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / ".gitconfig").unlink()

    def surroundings(self):
        quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1", "PATH": f"{BUILT}:{os.environ['PATH']}"}
        names = {f"GIT_{who}_{what}": "t@e.st" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        return self.settings | quiet | names

    def run_git(self, *words, expect=0, input=None, **more):
        """Runs git, which has to end so and to show the token nowhere but in an answer; gives its stdout and stderr."""
        code, out, err = self.run_program("git", *words, env=self.surroundings() | more, input=input)
        self.assertEqual(code, expect, err)
        for form in (self.string, base64.b64encode(f"token:{self.string}".encode()).decode()):
            self.assertNotIn(form, err)
        return out, err

    def commit(self, text):
        tree = self.run_git("-C", self.upstream, "mktree", input="")[0].strip()
        made = self.run_git("-C", self.upstream, "commit-tree", tree, "-m", text)[0].strip()
        self.run_git("-C", self.upstream, "update-ref", "refs/heads/main", made)
        return made

    def asked(self, operation, expect=0, **fields):
        fields = {"protocol": "http", "host": self.host.url.removeprefix("http://")} | fields
        said = "".join(f"{name}={value}\n" for name, value in fields.items()) + "\n"
        return self.run_git("credential", operation, input=said, expect=expect)

    def test_clone_and_fetch_are_let_in_by_the_token(self):
        traced = {"GIT_TRACE": "1", "GIT_TRACE_CURL": "1"}
        _, err = self.run_git("clone", self.address, self.folder / "copy", **traced)
        self.assertIn("Authorization: Basic <redacted>", err)
        second = self.commit("second")
        self.run_git("-C", self.folder / "copy", "fetch", **traced)
        self.assertEqual(self.run_git("-C", self.folder / "copy", "rev-parse", "origin/main")[0].strip(), second)
        self.assertEqual(set(self.host.names), {"token"})
        kept = [path for path in self.folder.rglob("*") if path.is_file() and self.string.encode() in path.read_bytes()]
        self.assertEqual(kept, [])
        self.assertIn("credential git", self.lockstep("audit", "--json", "--event", "handed-out", "--label", "ci"))

    def test_fill_answers_with_the_name_that_git_has(self):
        self.assertIn(f"username=token\npassword={self.string}\n", self.asked("fill")[0])
        self.assertIn(f"username=me\npassword={self.string}\n", self.asked("fill", username="me")[0])
        self.run_git("clone", "--quiet", self.address.replace("//", "//someone@"), self.folder / "copy")
        self.assertEqual(set(self.host.names), {"someone"})

    def test_the_answer_says_when_the_token_expires_and_a_git_that_knows_it_keeps_it(self):
        expires = json.loads(self.lockstep("show", "ci", "--json"))["expires"]
        seconds = int(datetime.datetime.fromisoformat(expires.replace("Z", "+00:00")).timestamp())
        said = f"protocol=http\nhost={self.host.url.removeprefix('http://')}\n\n"
        self.assertIn(f"password_expiry_utc={seconds}\n", self.lockstep("credential", "git", "ci", "get", input=said))
        # git itself has known it since 2.40, and drops it before that without harm.
        version = tuple(int(part) for part in re.findall(r"\d+", self.run_git("version")[0])[:2])
        filled = self.asked("fill")[0]
        self.assertEqual(f"password_expiry_utc={seconds}\n" in filled, version >= (2, 40), filled)

    def test_a_token_that_never_expires_says_nothing_of_it(self):
        self.lockstep("create", "ever", "--scope", "linodes:ro", "--expiry", "never")
        self.addCleanup(self.lockstep, "revoke", "ever", "--yes")
        self.lockstep("bind", "ever", "https://git.example")
        said = "protocol=https\nhost=git.example\n\n"
        self.assertNotIn("expiry", self.lockstep("credential", "git", "ever", "get", input=said))

    def test_another_host_gets_nothing(self):
        out, err = self.asked("fill", host="127.0.0.1:1", expect=128)
        self.assertEqual(out, "")
        self.assertIn("terminal prompts disabled", err)

    def test_what_git_wants_to_store_or_erase_is_ignored(self):
        before = self.lockstep("show", "ci", "--json")
        for operation in ("approve", "reject"):
            for password in ("other", self.string):
                self.assertEqual(self.asked(operation, username="token", password=password), ("", ""))
        self.assertEqual(self.lockstep("show", "ci", "--json"), before)
        self.assertIn(f"password={self.string}\n", self.asked("fill")[0])

    def test_after_a_revoke_fetch_fails_with_gits_own_error_and_asks_nobody(self):
        self.run_git("clone", "--quiet", self.address, self.folder / "copy")
        self.lockstep("revoke", "ci", "--yes")
        _, err = self.run_git("-C", self.folder / "copy", "fetch", expect=128)
        self.assertRegex(err, "fatal: could not read Username for '.*': terminal prompts disabled")
        self.assertIn("There is no token 'ci' in the vault", err)
        self.assertEqual(self.host.refused, 0)

    def test_a_host_that_refuses_the_token_makes_git_give_up_and_the_vault_keep_it(self):
        self.host.passwords.clear()
        _, err = self.run_git("clone", self.address, self.folder / "copy", expect=128)
        self.assertIn("fatal: Authentication failed for", err)
        self.assertEqual(self.host.refused, 1)
        self.assertEqual(self.lockstep("get", "ci").strip(), self.string)
