"""`lockstep import`: tokens that other tools keep get into the vault, and only then out of their files."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import unittest

from agent import AgentTest
from sandbox import BUILT, CLIENTS, SandboxTest
from terminal import in_terminal

FORGED = "0123456789abcdef" * 4


class ImportTest(AgentTest):
    def setUp(self):
        self.there = self.folder / self._testMethodName
        self.there.mkdir()
        self.lockstep("revoke", "--all", "--yes", "--settle", "0s")

    def by_hand(self, label="by hand"):
        """A token that somebody made elsewhere."""
        body = {"label": label, "scopes": "linodes:read_only", "expiry": None}
        return self.ask("POST", "/v4/profile/tokens", body)[2]["token"]

    def write(self, name, text, mode=0o600):
        file = self.there / name
        file.write_text(text, newline="")
        file.chmod(mode)
        return file

    def imports(self, *words, expect=0, strings=(), settings=None, run=None, **more):
        """The answer, and the objects on stderr: neither has a string, or more of one than is public."""
        settings = self.settings | {"LOCKSTEP_KEY_FILE": ""} | (settings or {}) if run else self.settings | (settings or {})
        done = self.run_program(BUILT / "lockstep", "import", *words, "--json", "--no-input", env=settings, **more)
        code, out, err = done
        self.assertEqual(code, expect, err)
        for string in strings:
            self.assertNotIn(string[:17], out + err)
        return json.loads(out or "null"), [json.loads(line) for line in err.splitlines()]

    def results(self, answer):
        return [(one["name"], one["result"], one["label"], one["taken"]) for one in answer["found"]]

    def labels(self):
        return sorted(one["label"] for one in json.loads(self.lockstep("list", "--json"))["tokens"])

    def profile(self, users, extra=""):
        """linode-cli's file, as it writes it, for users here."""
        first = next(iter(users))
        text = f"[DEFAULT]\ndefault-user = {first}\napi_host = {self.host}\napi_scheme = http\n{extra}\n"
        for user, token in users.items():
            text += f"[{user}]\ntoken = {token}\nregion = us-ord\ntype = g6-nanode-1\n\n"
        return text


class Files(ImportTest):
    def test_a_rehearsal_says_what_would_be_done_and_does_nothing(self):
        a, b = self.by_hand(), self.by_hand()
        file = self.write("linode-cli", self.profile({"ada": a, "eve": b}))
        before = file.read_bytes(), file.stat()
        answer, said = self.imports("linode-cli", file, "--dry-run", "--wipe", strings=(a, b))
        self.assertEqual(
            self.results(answer), [("ada", "ready", "linode-cli/ada", False), ("eve", "ready", "linode-cli/eve", False)]
        )
        self.assertTrue(answer["dryRun"])
        self.assertIn("2 token strings would be taken out", said[-1]["note"]["message"])
        self.assertEqual((file.read_bytes(), file.stat()), before)
        self.assertEqual(self.labels(), [])

    def test_every_kind_of_string_is_told_and_only_the_sealed_are_taken_out(self):
        """In one file: two users, one dead, the provisioning token, one of the vault, one twice, and one that is none."""
        a, b = self.by_hand(), self.by_hand()
        self.lockstep("create", "mine", "--scope", "linodes:ro", "--expiry", "9d")
        mine = self.lockstep("get", "mine").strip()
        users = {"ada": a, "eve": b, "dead": FORGED, "own": self.token, "mine": mine, "twice": a, "odd": "hunter2"}
        file = self.write("linode-cli", self.profile(users, "; mine\r\n"), 0o640)
        text = file.read_bytes()
        answer, said = self.imports("linode-cli", file, "--wipe", strings=(a, b, mine, self.token))
        self.assertEqual(
            self.results(answer),
            [
                ("ada", "sealed", "linode-cli/ada", True), ("eve", "sealed", "linode-cli/eve", True),
                ("dead", "dead", None, False), ("own", "provisioning", answer["found"][3]["label"], False),
                ("mine", "known", "mine", True), ("twice", "known", "linode-cli/ada", True), ("odd", "odd", None, False),
            ],
        )  # fmt: skip
        for string in (a, b, mine):
            text = text.replace(f"token = {string}\n".encode(), b"")
        self.assertEqual(file.read_bytes(), text)
        self.assertEqual(file.stat().st_mode & 0o777, 0o640)
        self.assertEqual(said[0]["warning"]["code"], "readable-secret")
        self.assertEqual(self.lockstep("get", "linode-cli/ada").strip(), a)
        self.assertEqual(self.lockstep("get", "linode-cli/eve").strip(), b)
        self.assertEqual(os.listdir(self.there), ["linode-cli"])
        with self.subTest("again, nothing is left to do"):
            answer, _ = self.imports("linode-cli", file, "--wipe")
            self.assertEqual([one[1] for one in self.results(answer)], ["dead", "provisioning", "odd"])

    def test_without_wipe_the_file_stays_and_a_second_run_takes_out(self):
        a = self.by_hand()
        file = self.write(".env", f"# mine\nexport LINODE_TOKEN='{a}' # x\nOTHER=1\n")
        before = file.read_bytes()
        answer, said = self.imports("env-file", file, "--label", "my label/ü")
        self.assertEqual(self.results(answer), [("LINODE_TOKEN", "sealed", "my label/ü", False)])
        self.assertEqual(file.read_bytes(), before)
        self.assertTrue(any("--wipe" in one["note"]["message"] for one in said if "note" in one))
        answer, _ = self.imports("env-file", file, "--wipe")
        self.assertEqual(self.results(answer), [("LINODE_TOKEN", "known", "my label/ü", True)])
        reference = b"lockstep://my%20label/%C3%BC"
        self.assertEqual(file.read_bytes(), before.replace(a.encode(), reference))
        with self.subTest("the reference that stands there is one that run understands"):
            out = self.lockstep("run", "--env-file", file, "--", "sh", "-c", "echo $LINODE_TOKEN $OTHER")
            self.assertEqual(out.split(), [a, "1"])

    def test_env_files_as_people_write_them(self):
        a, b, c = self.by_hand(), self.by_hand(), self.by_hand()
        text = f'\ufeffLINODE_TOKEN="{a}"\r\nKEY="one\nLINODE_TOKEN={FORGED}\ntwo"\n export LINODE_CLI_TOKEN={b}\nMY_TOKEN={c}\n'
        file = self.write("env", text)
        answer, _ = self.imports("env-file", file, "--name", "MY_TOKEN", "--label", "LINODE_TOKEN=first", "--wipe")
        self.assertEqual(
            self.results(answer),
            [
                ("LINODE_TOKEN", "sealed", "first", True), ("LINODE_CLI_TOKEN", "sealed", "linode-cli-token", True),
                ("MY_TOKEN", "sealed", "my-token", True),
            ],
        )  # fmt: skip
        for string, label in ((a, "first"), (b, "linode-cli-token"), (c, "my-token")):
            text = text.replace(string, f"lockstep://{label}")
        self.assertEqual(file.read_bytes().decode(), text)

    def test_json_from_a_file_and_from_standard_input(self):
        a, b = self.by_hand(), self.by_hand()
        text = json.dumps({"data": {"data": {"LINODE_TOKEN": a, "x": [{"LINODE_API_TOKEN": b}]}}}, indent=1)
        answer, _ = self.imports("json", "-", "--dry-run", input=text)
        self.assertEqual([one["result"] for one in answer["found"]], ["ready", "ready"])
        file = self.write("secret.json", text)
        answer, _ = self.imports("json", file, "--wipe", strings=(a, b))
        self.assertEqual(
            self.results(answer),
            [("data.data.LINODE_TOKEN", "sealed", "linode-token", True), ("data.data.x.0.LINODE_API_TOKEN", "sealed", "linode-api-token", True)],
        )
        self.assertEqual(
            file.read_text(), text.replace(a, "lockstep://linode-token").replace(b, "lockstep://linode-api-token")
        )
        self.imports("json", self.write("broken", "{"), expect=2)
        self.imports("json", self.write("empty", "{}"), expect=4)

    def test_a_string_goes_nowhere_but_where_its_file_says(self):
        class Other(SandboxTest):
            pass

        Other.setUpClass()
        self.addCleanup(Other.tearDownClass)
        file = self.write("linode-cli", self.profile({"ada": Other.token}).replace(self.host, Other.host))
        answer, said = self.imports("linode-cli", file, "--wipe", expect=4, strings=(Other.token,))
        self.assertEqual(self.results(answer), [("ada", "elsewhere", None, False)])
        self.assertEqual(said[-1]["error"]["code"], "no-account")
        self.assertEqual(Other.ask(Other(), "GET", "/_sandbox/log")[2], [])

    def test_a_label_in_use_and_the_rest_goes_on(self):
        a, b = self.by_hand(), self.by_hand()
        self.lockstep("create", "linode-cli/ada", "--scope", "linodes:ro", "--expiry", "9d")
        file = self.write("linode-cli", self.profile({"ada": a, "eve": b}))
        answer, said = self.imports("linode-cli", file, "--wipe", expect=10)
        self.assertEqual([one[1] for one in self.results(answer)], ["failed", "sealed"])
        self.assertIn(f"token = {a}", file.read_text())
        self.assertEqual(said[-1]["error"]["hint"], "Give it another: --label 'ada=NEW-LABEL'")
        answer, _ = self.imports("linode-cli", file, "--label", "ada=other", "--wipe")
        self.assertEqual(self.results(answer), [("ada", "sealed", "other", True)])

    def test_files_that_are_not_changed(self):
        a = self.by_hand()
        real = self.write("real", f"LINODE_TOKEN={a}\n")
        link, hard = self.there / "link", self.there / "hard"
        link.symlink_to("real")
        answer, said = self.imports("env-file", link, "--wipe", expect=11)
        self.assertEqual(self.results(answer), [("LINODE_TOKEN", "sealed", "linode-token", False)])
        self.assertIn("is a link", said[-1]["error"]["message"])
        os.link(real, hard)
        _, said = self.imports("env-file", real, "--wipe", expect=11)
        self.assertIn("other names", said[-1]["error"]["message"])
        self.assertEqual(real.read_text(), f"LINODE_TOKEN={a}\n")
        self.assertTrue(link.is_symlink())
        hard.unlink()
        if os.geteuid():
            self.there.chmod(0o500)
            self.addCleanup(self.there.chmod, 0o700)
            _, said = self.imports("env-file", real, "--wipe", expect=11)
            self.assertEqual(real.read_text(), f"LINODE_TOKEN={a}\n")
        self.imports("env-file", self.there / "none", expect=4)
        self.imports("env-file", expect=2)
        self.imports("nothing", expect=2)

    def test_through_the_agent_which_alone_can_open_the_vault(self):
        a, b = self.by_hand(), self.by_hand()
        self.start()
        file = self.write("linode-cli", self.profile({"ada": a, "dead": FORGED, "eve": b}))
        answer, _ = self.imports("linode-cli", file, "--wipe", run=True, strings=(a, b))
        self.assertEqual([one[1:] for one in self.results(answer)], [("sealed", "linode-cli/ada", True), ("dead", None, False), ("sealed", "linode-cli/eve", True)])
        self.assertEqual(self.lockstep("get", "linode-cli/eve").strip(), b)
        self.assertEqual(file.read_text().count("token ="), 1)

    def test_on_a_terminal_it_asks(self):
        for keys, left in ((b"n\n", 1), (b"y\n", 0)):
            a = self.by_hand()
            file = self.write("env", f"LINODE_TOKEN={a}\n")
            words = ["sh", "-c", 'echo ready; exec "$0" "$@"', BUILT / "lockstep", "import", "env-file", file, "--label", f"t{left}"]
            environment = self.settings | {"HOME": str(self.folder), "PATH": os.environ["PATH"], "TERM": "xterm"}
            status, _, seen = in_terminal(words, environment, keys)
            self.assertEqual(status, 0, seen)
            self.assertIn("Take 1 token string out of", seen)
            self.assertNotIn(a[:17], seen)
            self.assertEqual(file.read_text().count(a), left)

    def test_killed_anywhere_the_string_is_in_the_file_or_in_the_vault(self):
        """At every point until one passes through; a second run brings it to its end."""
        for point in range(1, 200):
            a = self.by_hand()
            file = self.write("linode-cli", self.profile({"ada": a}))
            label = f"k{point}"
            words = ["import", "linode-cli", file, "--wipe", "--label", label, "--settle", "0s"]
            code, _, err = self.run_program(
                BUILT / "lockstep", *words, env=self.settings | {"LOCKSTEP_FAILPOINT": str(point)}
            )
            in_file = a in file.read_text()
            self.assertEqual(file.read_text().replace(f"token = {a}\n", ""), self.profile({"ada": a}).replace(f"token = {a}\n", ""))
            if code != 0:
                self.assertEqual(code, -signal.SIGKILL, err)
                self.lockstep("sync", "--settle", "0s")
            held = self.run_program(BUILT / "lockstep", "get", label, env=self.settings)
            self.assertTrue(in_file or held[1].strip() == a, f"at {point} it was nowhere")
            if in_file:
                self.lockstep(*words)
            self.assertEqual(self.lockstep("get", label).strip(), a)
            self.assertNotIn(a, file.read_text())
            self.assertEqual(os.listdir(self.there), ["linode-cli"])
            if code == 0:
                self.assertGreater(point, 10)
                return
        self.fail("it never came through")


@unittest.skipUnless((CLIENTS / "linode-cli").exists(), "linode-cli is not there")
class RealLinodeCLI(ImportTest):
    """linode-cli itself, with its own file at its own place."""

    def cli(self, *words, **more):
        settings = {"XDG_CONFIG_HOME": str(self.there), "HOME": str(self.there)} | more.pop("settings", {})
        return self.run_program(CLIENTS / "linode-cli", "--suppress-warnings", *words, env=settings, **more)

    def test_it_works_from_its_file_before_and_through_run_afterwards(self):
        a, b = self.by_hand("first"), self.by_hand("second")
        file = self.write("linode-cli", self.profile({"ada": a, "eve": b}))
        code, out, err = self.cli("profile", "view", "--json")
        self.assertEqual(code, 0, err)
        settings = {"XDG_CONFIG_HOME": str(self.there), "HOME": str(self.there)}
        answer, said = self.imports("linode-cli", "--wipe", settings=settings, strings=(a, b))
        self.assertEqual([one["taken"] for one in answer["found"]], [True, True])
        note = [one["note"]["message"] for one in said if "note" in one and "To use it" in one["note"]["message"]]
        self.assertEqual(note, ["To use it: lockstep run linode-cli/ada -- linode-cli"])
        self.assertNotIn(a, file.read_text())
        code, out, err = self.cli("profile", "view", "--json")
        self.assertNotEqual(code, 0, "its file has no token any more")
        for label in ("linode-cli/ada", "linode-cli/eve"):
            code, after, err = self.run_program(
                BUILT / "lockstep", "run", label, "--", CLIENTS / "linode-cli", "--suppress-warnings", "profile", "view",
                "--json", env=self.settings | settings,
            )  # fmt: skip
            self.assertEqual(code, 0, err)
            self.assertEqual(json.loads(after)[0]["username"], self.ask("GET", "/v4/profile")[2]["username"])


@unittest.skipUnless(shutil.which("pass") and shutil.which("gpg"), "pass and gpg are not there")
class RealPass(ImportTest):
    """pass itself, with a key of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A path that is short enough for gpg-agent's sockets.
        cls.gpg = cls.folder / "g"
        cls.gpg.mkdir(mode=0o700)
        cls.surroundings = {
            "GNUPGHOME": str(cls.gpg), "PASSWORD_STORE_DIR": str(cls.folder / "store"), "HOME": str(cls.folder),
            "PATH": os.environ["PATH"],
        }  # fmt: skip
        for words in (
            ["gpg", "--batch", "--passphrase", "", "--quick-generate-key", "ada@example.org", "default", "default", "0"],
            ["pass", "init", "ada@example.org"],
        ):
            subprocess.run(words, env=cls.surroundings, check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        subprocess.run(["gpgconf", "--kill", "all"], env=cls.surroundings)
        super().tearDownClass()

    def insert(self, entry, text):
        subprocess.run(["pass", "insert", "-m", "-f", entry], env=self.surroundings, input=text.encode(), check=True, capture_output=True)

    def test_entries_by_path_by_folder_and_by_the_word(self):
        a, b, c = self.by_hand(), self.by_hand(), self.by_hand()
        self.insert("cloud/linode", f"{a}\nurl: https://cloud.linode.com\n")
        self.insert("Linode.com/api", f"hunter2\ntoken: {b}\n")
        self.insert("ci/deploy", c)
        self.insert("linode-login", "hunter2\nuser: ada\n")
        answer, _ = self.imports("pass", "--dry-run", settings=self.surroundings, strings=(a, b, c))
        self.assertEqual(
            sorted(self.results(answer)),
            [
                ("Linode.com/api", "ready", "Linode.com/api", False), ("cloud/linode", "ready", "cloud/linode", False),
                ("linode-login", "odd", None, False),
            ],
        )  # fmt: skip
        _, _, log = self.ask("GET", "/_sandbox/log")
        self.assertNotIn("hunter2", json.dumps(log))
        answer, said = self.imports("pass", "ci", settings=self.surroundings, strings=(c,))
        self.assertEqual(self.results(answer), [("ci/deploy", "sealed", "ci/deploy", False)])
        self.assertTrue(any("pass rm ci/deploy" in one["note"]["message"] for one in said if "note" in one))
        answer, _ = self.imports("pass", "cloud/linode", "--label", "mine", settings=self.surroundings)
        self.assertEqual(self.results(answer), [("cloud/linode", "sealed", "mine", False)])
        self.assertEqual(self.lockstep("get", "mine").strip(), a)
        answer, _ = self.imports("pass", "cloud/linode", settings=self.surroundings)
        self.assertEqual(self.results(answer), [("cloud/linode", "known", "mine", False)])
        self.imports("pass", "none", settings=self.surroundings, expect=4)
        self.imports("pass", settings=self.surroundings | {"PATH": "/nowhere"}, expect=4)

    def test_an_entry_that_cannot_be_decrypted_is_named(self):
        broken = pathlib.Path(self.surroundings["PASSWORD_STORE_DIR"]) / "broken.gpg"
        broken.write_bytes(b"no")
        self.addCleanup(broken.unlink)
        code, _, err = self.run_program(BUILT / "lockstep", "import", "pass", "broken", env=self.settings | self.surroundings)
        self.assertEqual(code, 1)
        self.assertIn("pass show broken", err)
