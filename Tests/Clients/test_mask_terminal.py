"""`lockstep run --mask` on a terminal: the command finds a terminal, and the caller's is as it was afterwards."""

import os
import shutil
import unittest

from sandbox import BUILT
from terminal import TmuxTest, in_terminal
from test_terminal import ENDINGS

DIRECT, MASKED = ("lockstep", "run", "one", "--"), ("lockstep", "run", "one", "--mask", "--")
STARS = "*" * 64
IS_TERMINAL = 'for n in 0 1 2; do test -t $n && echo "tty$n" >>$F/ttys; done; :'
# What a command sees of its terminal, or does on it: the same with a mask as without.
LOOKS = {
    "size": "stty size", "name of its kind": "echo $TERM", "settings": "stty -a", "colour": "ls --color=auto -d /",
    "no line end": "printf end", "line ends": "printf 'a\\nb\\r\\nc\\td\\n'", "bytes": "printf '\\1\\33[31m\\377\\0x\\n'",
    "a controlling terminal": "echo seen >/dev/tty", "a foreground": "sh -c 'read -r p r </proc/self/stat; echo ok'",
    "settings of its own": "stty -opost -echo; printf 'a\\nb'", "much": "seq 1 200000",
}  # fmt: skip


class MaskTerminal(TmuxTest):
    def seen(self, *words, keys=b"", before=""):
        """What stands on a terminal of 101 columns after these words ended there, and their exit code."""
        line = f'stty rows 33 cols 101; {before} "$@"; code=$?; stty -g >$F/after; exit $code'
        status, _, seen = in_terminal(["sh", "-c", f"stty -g >$F/before; {line}", "sh", *words], self.surroundings, keys=keys)
        if "--mask" in " ".join(map(str, words)):
            before, after = ((self.folder / name).read_text() for name in ("before", "after"))
            self.assertEqual(before, after, "the terminal's settings afterwards")
        return os.waitstatus_to_exitcode(status), seen

    def test_a_command_sees_and_shows_the_same(self):
        for name, line in LOOKS.items():
            with self.subTest(name):
                direct = self.seen(*DIRECT, "sh", "-c", line)
                self.assertTrue(direct[1])
                self.assertEqual(self.seen(*MASKED, "sh", "-c", line), direct)

    def test_the_token_is_masked_whatever_is_a_terminal(self):
        line = "echo $LINODE_TOKEN; echo $LINODE_TOKEN >&2; echo $LINODE_TOKEN >/dev/tty"
        self.assertEqual(self.seen(*MASKED, "sh", "-c", line), (0, f"{STARS}\r\n" * 3))
        line = f"lockstep run one --mask -- sh -c 'echo $LINODE_TOKEN; echo $LINODE_TOKEN >&2'"
        for end in ("| cat", "2>&1 | cat", "2>$F/err; cat $F/err", ">$F/out; cat $F/out", "</dev/null",
                    ">$F/out 2>$F/err; cat $F/out $F/err"):
            with self.subTest(end):
                code, seen = self.seen("sh", "-c", f"{line} {end}")
                # Two processes write to the terminal at once: one may come between a line and its end.
                self.assertEqual((code, sorted(seen)), (0, sorted(f"{STARS}\r\n" * 2)))

    def test_only_streams_that_are_terminals_are_terminals_for_the_command(self):
        for end in ("", "</dev/null", "| cat", "2>/dev/null", ">/dev/null 2>&1", "</dev/null | cat", "</dev/null 2>&1 | cat"):
            with self.subTest(end):
                found = []
                for before in (DIRECT, MASKED):
                    (self.folder / "ttys").write_text("")
                    self.seen("sh", "-c", f"{' '.join(before)} sh -c '{IS_TERMINAL}' {end}")
                    found.append((self.folder / "ttys").read_text())
                self.assertEqual(*found)

    def test_ends_as_the_command_ends_and_leaves_the_terminal_as_it_was(self):
        for line, wanted in ENDINGS.items():
            for modes in ("", "stty raw -echo; "):
                with self.subTest(modes + line):
                    code, _ = self.seen(*MASKED, "sh", "-c", modes + line)
                    self.assertEqual(code, wanted if wanted >= 0 else 128 - wanted)
                    if not modes:
                        status = in_terminal((BUILT / MASKED[0], *MASKED[1:], "sh", "-c", line), self.surroundings)[0]
                        self.assertEqual(os.waitstatus_to_exitcode(status), wanted)

    def test_a_command_that_cannot_be_executed_or_found_is_126_or_127(self):
        for name, wanted, words in ((self.folder, 126, "cannot be executed"), ("no-such-program", 127, "was not found")):
            code, seen = self.seen(*MASKED, name)
            self.assertEqual(code, wanted)
            self.assertIn(words, seen)

    def test_keys_that_signal_reach_the_command(self):
        for key, wanted in ((b"\x03", 130), (b"\x1c", 131), (b"\x04", 5)):
            with self.subTest(key):
                code, _ = self.seen(*MASKED, "sh", "-c", "echo ready; read line || exit 5; exit 6", keys=key, before="trap : INT QUIT;")
                self.assertEqual(code, wanted)

    def test_what_is_typed_is_shown_once_and_not_where_the_command_says_so(self):
        for line in ("echo ready; read a; echo got-$a", "stty -echo; echo ready; read a; stty echo; echo got-$a",
                     "stty -echo; echo ready; read a </dev/tty; stty echo; echo got-$a", "stty raw -echo; echo ready; head -c 3",
                     "printf 'ready? '; read a; echo $a", "printf ready; read a; echo $LINODE_TOKEN >/dev/null"):  # fmt: skip
            with self.subTest(line):
                direct = self.seen(*DIRECT, "sh", "-c", line, keys=b"hey\n")
                self.assertEqual(self.seen(*MASKED, "sh", "-c", line, keys=b"hey\n"), direct)

    @unittest.skipUnless(shutil.which("python3"), "python3 is not there")
    def test_a_password_is_asked_for_without_echo_though_stdin_is_a_pipe(self):
        line = "echo x | lockstep run one --mask -- python3 -c 'import getpass; print(\"got\", getpass.getpass(\"ready? \"))'"
        code, seen = self.seen("sh", "-c", line, keys=b"hey\n")
        self.assertEqual((code, seen), (0, "ready? \r\ngot hey\r\n"))
