"""`lockstep leak`: token strings in texts, with an agent and without; nothing that it says holds one."""

import base64
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import urllib.parse

from agent import AgentTest
from rooted import needs_root
from sandbox import BUILT
from terminal import in_terminal
from unprivileged import BECOME, UnprivilegedTest, give
from waiting import eventually

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Faults"))
from clients import memory

FOUND = 12
BEFORE = "2026-11-27 host app[7]: GET /v4 Authorization: Bearer "


def spellings(string):
    """A string as it may stand in a file, by what is said of it."""
    every = "".join(f"%{byte:02x}" for byte in string.encode())
    return {
        "plain": string, "cut": string[:9] + "\n" + string[9:], "soft break": string[:50] + "=\r\n" + string[50:],
        "percent": every, "one percent": f"{string[:20]}%{ord(string[20]):02X}{string[21:]}", "quoted": urllib.parse.quote(every),
        "json": json.dumps(string[:30] + "\n" + string[30:]), "escapes": "".join(f"\\u{ord(one):04x}" for one in string),
        "basic": base64.b64encode(f"user:{string}".encode()).decode(), "mime": base64.encodebytes(f"xx {string}".encode()).decode(),
        "utf-16": string.encode("utf-16").decode("latin-1"), "in colours": string[:12] + "\x1b[0m\x1b[1m" + string[12:],
    }  # fmt: skip


class Leak(AgentTest):
    def setUp(self):
        self.there = self.folder / self._testMethodName
        self.there.mkdir()

    def write(self, name, text):
        file = self.there / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("latin-1") if isinstance(text, str) else text)
        return file

    def leak(self, *words, expect=FOUND, settings=None, **more):
        """The answer, and the objects on stderr; neither has a string, or more of one than is public."""
        settings = self.settings | (settings or {})
        done = self.run_program(BUILT / "lockstep", "leak", *words, "--json", "--no-input", env=settings, **more)
        code, out, err = done
        self.assertEqual(code, expect, err)
        for string in (self.string, self.token):
            self.assertNotIn(string[:17], out + err)
        return json.loads(out or "null"), [json.loads(line) for line in err.splitlines()]

    def found(self, *words, **more):
        return [(one["label"], one["offset"], one["line"]) for one in self.leak(*words, **more)[0]["found"]]

    def test_every_spelling_is_found_where_it_stands(self):
        text, wanted = b"", []
        for name, written in spellings(self.string).items():
            text += f"-- {name}\n{BEFORE}".encode()
            # Of Base64 the first character that is the string's alone counts.
            inside = {"basic": 7, "mime": 4, "utf-16": 2, "json": 1}.get(name, 0)
            wanted.append(("one", len(text) + inside, text.count(b"\n") + 1))
            text += written.encode("latin-1") + b"; end\n"
        file = self.write("app.log", text)
        self.assertEqual(self.found(file), wanted)
        self.assertEqual(self.found("-", input=text.decode("latin-1").encode("latin-1").decode("latin-1"))[:8], wanted[:8])
        with self.subTest("through the agent, which alone can open the vault"):
            self.start()
            before = self.alone("audit")
            alone = self.settings | {"LOCKSTEP_KEY_FILE": ""}
            self.assertEqual(self.found(file, settings=alone), wanted)
            self.assertEqual(self.alone("audit"), before)

    def test_what_is_said_names_file_line_byte_and_generation(self):
        file = self.write("a/app.log", f"x\n{BEFORE}{self.string}\n")
        answer, said = self.leak(self.there)
        self.assertEqual(len(answer["found"]), 1)
        found = answer["found"][0]
        place = {"meaning": "leaked", "file": str(file), "line": 2, "offset": 2 + len(BEFORE), "length": 64, "spelling": []}
        self.assertLessEqual(place.items(), found.items())
        whose = {"holder": "token", "label": "one", "generation": 1, "state": "active", "prefix": self.string[:16], "behind": None}
        self.assertLessEqual(whose.items(), found.items())
        self.assertEqual((answer["files"], answer["bytes"]), (1, file.stat().st_size))
        error = said[-1]["error"]
        self.assertEqual(error["code"], "leaked")
        self.assertIn("lockstep rotate --overlap 0s one", error["hint"])
        code, out, err = self.run_program(BUILT / "lockstep", "leak", file, "--no-input", env=self.settings)
        self.assertEqual(code, FOUND)
        self.assertIn(self.string[:16] + "…", out)
        self.assertNotIn(self.string[:17], out + err)

    def test_nothing_is_found_where_nothing_is(self):
        other = self.string[:-1] + ("0" if self.string[-1] != "0" else "1")
        answer, _ = self.leak(self.write("log", os.urandom(1 << 20).hex()), expect=0)
        self.assertEqual((answer["found"], answer["others"]), ([], []))
        answer, said = self.leak(self.write("similar", f"{other}\n{self.string[:40]} {self.string[:16]}... {self.string[:16]}\n"), expect=0)
        self.assertEqual([(one["meaning"], one["behind"]) for one in answer["others"]], [("similar", 48), ("similar", 24)])
        self.assertEqual(answer["found"], [])
        self.assertTrue(any("begins like" in one.get("note", {}).get("message", "") for one in said))

    def test_a_search_of_nothing_says_so_and_not_that_nothing_was_found(self):
        (self.there / "bare").mkdir()
        for words, why in (
            (["-"], "standard input is empty"), ([], "standard input is empty"), ([self.write("void", "")], "the file is empty"),
            ([self.there / "void", self.write("void2", "")], "all 2 files are empty"), ([self.there / "bare"], "there is no file to read in"),
        ):  # fmt: skip
            with self.subTest(words):
                answer, said = self.leak(*words, expect=0, input="")
                self.assertEqual([one["warning"]["code"] for one in said if "warning" in one], ["nothing-searched"])
                self.assertIn(why, said[-1]["warning"]["message"])
                self.assertEqual((len(said), answer["bytes"]), (1, 0))

    def test_provisioning_tokens_are_found_too(self):
        answer, said = self.leak(self.write("log", self.token))
        self.assertEqual([one["holder"] for one in answer["found"]], ["provisioning"])
        self.assertIn("lockstep login", said[-1]["error"]["hint"])

    def test_what_was_revoked_is_harmless_and_what_is_only_at_the_provider_is_likely(self):
        self.lockstep("create", "gone", "--scope", "linodes:ro", "--expiry", "9d")
        gone = self.lockstep("get", "gone").strip()
        body = {"label": "by hand", "scopes": "linodes:read_only", "expiry": None}
        _, _, other = self.ask("POST", "/v4/profile/tokens", body)
        file = self.write("log", f"{gone}\n{other['token']}\n{other['token'][:16]} is public\n")
        self.assertEqual([one[0] for one in self.found(file)], ["gone"])
        self.lockstep("revoke", "gone", "--yes")
        answer, _ = self.leak(file, expect=0)
        self.assertEqual([(one["label"], one["meaning"]) for one in answer["others"]], [("gone", "revoked")])
        answer, said = self.leak(file, "--remote")
        self.assertEqual([(one["label"], one["meaning"], one["line"]) for one in answer["found"]], [("by hand", "likely", 2)])
        self.assertIn(f"lockstep revoke --id {other['id']}", said[-1]["error"]["hint"])

    def test_what_is_not_searched_is_said(self):
        self.write("log.gz", gzip.compress(self.string.encode()))
        self.write("inside/plain", "nothing")
        (self.there / "link").symlink_to(self.folder)
        os.mkfifo(self.there / "fifo")
        hidden = self.write("hidden", "nothing")
        hidden.chmod(0)
        subprocess.run(["git", "init", "-q", self.there / "repository"], check=True)
        git = ["git", "-C", self.there / "repository", "-c", "user.name=a", "-c", "user.email=a@b"]
        self.write("repository/token", self.string)
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-qm", "x"], check=True)
        (self.there / "repository/token").unlink()
        can_read = os.access(hidden, os.R_OK)
        answer, said = self.leak(self.there, expect=0 if can_read else 1)
        reasons = {pathlib.Path(one["file"]).name: one["reason"] for one in answer["unsearched"] if ".git" not in one["file"]}
        self.assertEqual(reasons, {"log.gz": "compressed", "link": "link", "fifo": "special"} | ({} if can_read else {"hidden": "unreadable"}))
        self.assertGreaterEqual(sum(one["reason"] == "compressed" for one in answer["unsearched"]), 4, "git's objects")
        codes = {one["warning"]["code"] for one in said if "warning" in one}
        self.assertLessEqual({"compressed", "links", "special"}, codes)
        with self.subTest("unpacked, it is found"):
            log = subprocess.run([*git, "log", "-p"], check=True, capture_output=True, text=True).stdout
            self.assertEqual([one[0] for one in self.found("-", input=log)], ["one"])
        with self.subTest("a link that is named is followed, and a pipe is read"):
            self.write("real", self.string)
            (self.there / "named").symlink_to("real")
            self.assertEqual(len(self.found(self.there / "named")), 1)
            writer = subprocess.Popen(["sh", "-c", 'printf %s "$1" > "$2"', "sh", self.string, self.there / "fifo"])
            self.assertEqual(len(self.found(self.there / "fifo")), 1)
            writer.wait()

    def test_the_vault_itself_is_left_alone(self):
        answer, _ = self.leak(self.vault.parent, self.folder / "state", expect=0)
        own = {pathlib.Path(one["file"]).name for one in answer["unsearched"] if one["reason"] == "own"}
        self.assertIn("vault.db", own)
        self.assertIn("lockstep", own)

    def test_names_that_are_no_text_and_files_that_are_not_there(self):
        os.makedirs(os.fsencode(self.there) + b"/\xff\n")
        with open(os.fsencode(self.there) + b"/\xff\n/x\x1b", "w") as file:
            file.write(self.string)
        self.assertEqual(len(self.found(self.there)), 1)
        _, out, err = self.run_program(BUILT / "lockstep", "leak", self.there, "--no-input", env=self.settings)
        self.assertNotIn("\x1b", out + err)
        _, said = self.leak(self.there / "no", expect=4)
        self.assertEqual(said[-1]["error"]["code"], "no-file")

    def test_many_files_and_large_ones(self):
        wanted = set()
        for number in range(300):
            wanted.add(str(self.write(f"d{number % 7}/{number}.log", "line\n" * number + self.string + "\n")))
        filler = (BEFORE + "0123456789abcdef, and so on\n").encode()
        place, large = 8 << 20, b""
        large = filler * ((place - 20) // len(filler))
        large += b"x" * (place - 20 - len(large)) + b"\n" + self.string.encode() + b"\n" + filler * 200_000
        large += self.string.encode()
        file = self.write("large", large)
        answer, _ = self.leak(self.there)
        self.assertEqual({one["file"] for one in answer["found"]}, wanted | {str(file)})
        lines = {one["file"]: one["line"] for one in answer["found"]}
        self.assertTrue(all(lines[str(self.there / f"d{number % 7}/{number}.log")] == number + 1 for number in range(300)))
        found = [(one["offset"], one["line"]) for one in answer["found"] if one["file"] == str(file)]
        first, last = large.index(self.string.encode()), large.rindex(self.string.encode())
        self.assertEqual(found, [(offset, large.count(b"\n", 0, offset) + 1) for offset in (first, last)])

    def test_revoke_ends_what_was_found(self):
        self.lockstep("create", "doomed", "--scope", "linodes:ro", "--expiry", "9d")
        doomed = self.lockstep("get", "doomed").strip()
        file = self.write("log", doomed)
        self.lockstep("leak", file, "--revoke", "--yes", expect=FOUND)
        self.lockstep("get", "doomed", expect=4)
        self.leak(file, expect=0)
        self.leak(file, "--revoke", expect=2)
        self.lockstep("leak", file, "--revoke", "--rotate", expect=2)

    def test_rotate_replaces_what_was_found_and_an_older_generation_ends(self):
        self.lockstep("create", "shared", "--scope", "linodes:ro", "--expiry", "9d")
        first = self.lockstep("get", "shared").strip()
        self.lockstep("rotate", "shared")
        file = self.write("log", first)
        answer, said = self.leak(file)
        self.assertEqual([(one["generation"], one["state"]) for one in answer["found"]], [(1, "retiring")])
        self.assertIn("lockstep revoke shared --generation 1", said[-1]["error"]["hint"])
        second = self.lockstep("get", "shared").strip()
        self.lockstep("leak", file, "--rotate", "--yes", expect=FOUND)
        self.assertEqual(self.lockstep("get", "shared").strip(), second)
        self.lockstep("leak", self.write("log", second), "--rotate", "--yes", expect=FOUND)
        self.assertNotEqual(self.lockstep("get", "shared").strip(), second)
        self.leak(self.write("log", f"{first}\n{second}"), expect=0)
        self.assertEqual(self.ask("GET", "/v4/profile", token=second)[0], 401)

    def test_what_is_typed_on_a_terminal_is_searched_where_that_is_asked_for(self):
        surroundings = self.settings | {"HOME": str(self.folder), "PATH": os.environ["PATH"], "TERM": "xterm"}
        words = ["sh", "-c", 'printf "ready "; exec "$@"', "sh", BUILT / "lockstep", "leak"]
        for more, expect, said in ((["-"], 0, "Searching what you type"), ([], 2, "Nothing was named to search.")):
            status, _, seen = in_terminal([*words, *more], surroundings, b"nothing\n\x04")
            self.assertEqual(os.waitstatus_to_exitcode(status), expect, seen)
            self.assertIn(said, seen)

    def test_on_a_terminal_it_asks(self):
        self.lockstep("create", "asked", "--scope", "linodes:ro", "--expiry", "9d")
        string = self.lockstep("get", "asked").strip()
        file = self.write("log", string)
        surroundings = self.settings | {"HOME": str(self.folder), "PATH": os.environ["PATH"], "TERM": "xterm"}
        words = ["sh", "-c", 'printf "ready "; exec "$@"', "sh", BUILT / "lockstep", "leak", file]

        def asked(answer):
            status, _, seen = in_terminal(words, surroundings, answer)
            self.assertEqual(os.waitstatus_to_exitcode(status), FOUND, seen)
            self.assertIn("Replace this token, and revoke the leaked one at once?", seen)
            return seen

        self.assertIn("Revoke and purge this token for good?", asked(b"n\nn\n"))
        self.assertEqual(self.lockstep("get", "asked").strip(), string)
        self.assertNotIn("for good?", asked(b"y\n"))
        replaced = self.lockstep("get", "asked").strip()
        self.assertNotEqual(replaced, string)
        file.write_text(replaced)
        asked(b"n\ny\n")
        self.lockstep("get", "asked", expect=4)
        file.write_text(self.string)
        words[-1:] = [file, "--no-input"]
        self.assertNotIn("[y/N]", in_terminal(words, surroundings)[2])


class LeakMemory(UnprivilegedTest):
    """As an ordinary user."""

    def test_it_works_where_memory_cannot_be_locked(self):
        file = self.folder / "log"
        file.write_text(BEFORE + self.string)
        give(file)
        code, _, err = self.as_user(BUILT / "lockstep", "leak", file, "--no-input", limits=["--memlock=0:0"])
        self.assertEqual(code, FOUND, err)

    @needs_root("it reads the memory of another process")
    def test_what_was_searched_is_not_left_in_memory(self):
        """Through the agent, so that no string of the vault is there but those of the text."""
        with self.agent():
            words = [*BECOME, BUILT / "lockstep", "leak", "-", "--no-input"]
            process = subprocess.Popen(words, env=self.settings | {"LOCKSTEP_KEY_FILE": ""}, stdin=subprocess.PIPE,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
            self.addCleanup(process.kill)
            text = "".join(written + "\n" for name, written in spellings(self.string).items() if name != "utf-16")
            process.stdin.write(text.encode() + b"plain text\n" * 400_000)
            process.stdin.flush()
            needles = {"string": self.string.encode(), "half": self.string[:32].encode(), "rest": self.string[32:].encode()}
            eventually(lambda: memory(process.pid, {"": b"plain text\nplain text\n"}), "the text")
            eventually(lambda: memory(process.pid, needles) == set(), "no string")
            process.stdin.close()
            self.assertEqual(process.wait(60), FOUND)
