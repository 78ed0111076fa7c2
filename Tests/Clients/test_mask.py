"""`lockstep run --mask` without a terminal: what a command writes arrives complete and without token strings."""

import fcntl
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading

from lockstep import LockstepTest
from rooted import files_behind, needs_root
from sandbox import BUILT
from test_descriptors import CLOSINGS
from test_terminal import ENDINGS
from waiting import eventually

RUN = (BUILT / "lockstep", "run", "one", "--mask", "--")
STARS = "*" * 64
SIGNALS = ("HUP", "INT", "QUIT", "USR1", "USR2", "ALRM", "TERM")


class Mask(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strings = {}
        for name in ("one", "two"):
            cls.lockstep(cls(), "create", name, "--scope", "linodes:ro", "--expiry", "9d")
            cls.strings[name] = cls.lockstep(cls(), "get", name).strip()

    def masked(self, line, **more):
        """A line of shell under a mask: its exit code, stdout and stderr."""
        return self.run_program(*RUN, "sh", "-c", line, env=self.settings, **more)

    def started(self, *words, **more):
        """The same as a process, with pipes; it is killed at the end of the test, or when it is late, so that no reading hangs."""
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        process = subprocess.Popen(words, env=os.environ | self.settings, **pipes | more)
        late = threading.Timer(30, process.kill)
        late.start()
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.addCleanup(late.cancel)
        return process

    def test_ends_as_the_command_ends_with_the_same_code_or_signal(self):
        for line, wanted in ENDINGS.items():
            with self.subTest(line):
                self.assertEqual(self.masked(f"echo $LINODE_TOKEN; {line}"), (wanted, STARS + "\n", ""))

    def test_a_command_that_cannot_be_executed_or_found_is_126_or_127(self):
        for name, wanted in ((self.folder, 126), ("no-such-program", 127)):
            code, out, err = self.run_program(*RUN, name, env=self.settings)
            self.assertEqual((code, out), (wanted, ""))
            self.assertRegex(err, "cannot be executed|was not found")

    def test_stdout_and_stderr_stay_apart_and_each_is_masked(self):
        line = "echo out $LINODE_TOKEN; echo err $LINODE_TOKEN >&2"
        self.assertEqual(self.masked(line), (0, f"out {STARS}\n", f"err {STARS}\n"))

    def test_every_token_that_the_command_got_is_masked_and_no_other(self):
        variables = self.folder / "variables"
        variables.write_text("B=lockstep://two\nPLAIN=plain\n")
        words = ["run", "--env", "A=one", "--file", "F=two", "--env-file", variables, "--mask", "--"]
        seen = self.lockstep(*words, "sh", "-c", 'echo "$A $B $PLAIN"; cat $F')
        self.assertEqual(seen, f"{STARS} {STARS} plain\n{STARS}")
        line = f"echo {self.strings['two']} $LINODE_TOKEN"
        self.assertEqual(self.masked(line)[1], f"{self.strings['two']} {STARS}\n")

    def test_both_streams_in_one_file_keep_their_order(self):
        line = "n=0; while [ $n -lt 500 ]; do echo o$n; echo e$n$LINODE_TOKEN >&2; n=$((n+1)); done"
        process = self.started(*RUN, "sh", "-c", line, stderr=subprocess.STDOUT)
        wanted = "".join(f"o{n}\ne{n}{STARS}\n" for n in range(500))
        self.assertEqual(process.communicate(timeout=60)[0].decode(), wanted)

    def test_megabytes_of_any_bytes_go_in_and_out_complete(self):
        dice = random.Random(1)
        plain = dice.randbytes(3 << 20)
        out, err = self.started(*RUN, "cat").communicate(plain, timeout=60)
        self.assertEqual((out == plain, err), (True, b""))
        pieces = [dice.randbytes(dice.randrange(3000)) for _ in range(2000)]
        out, _ = self.started(*RUN, "cat").communicate(self.strings["one"].encode().join(pieces), timeout=60)
        self.assertTrue(out == STARS.encode().join(pieces))

    def test_what_the_command_wrote_before_its_end_is_complete_however_slow_the_reader(self):
        size, done = 1 << 20, self.folder / "done"
        line = f"import fcntl, os; fcntl.fcntl(1, {fcntl.F_SETPIPE_SZ}, {size}); " \
               f"os.write(1, b'x' * {size - 100} + os.environb[b'LINODE_TOKEN'][:63]); open('{done}', 'w')"
        process = self.started(*RUN, sys.executable, "-c", line)
        eventually(done.exists, "the end")
        self.assertTrue(process.communicate(timeout=20)[0] == b"x" * (size - 100) + b"*" * 63)
        self.assertEqual(self.masked(f"printf 'end {self.strings['one'][:5]}'")[1], f"end {self.strings['one'][:5]}")

    def test_a_prompt_is_shown_at_once_even_one_that_ends_as_the_token_begins(self):
        for end in ("", self.strings["one"][:1], self.strings["one"][:7]):
            with self.subTest(len(end)):
                process = self.started(*RUN, "sh", "-c", f'printf "name? {end}" >&2; read name; echo "got $name"')
                self.assertEqual(process.stderr.read(6 + len(end)).decode(), f"name? {end}")
                self.assertEqual(process.communicate(b"me\n", timeout=20), (b"got me\n", b""))

    def test_a_moment_of_one_stream_shows_nothing_of_the_other(self):
        string = self.strings["one"]
        line = f'printf "%s" {string[:63]}; printf {string[:1]} >&2; read line; echo; exit'
        process = self.started(*RUN, "sh", "-c", line)
        self.assertEqual(process.stderr.read(1).decode(), string[:1])
        self.assertEqual(process.communicate(b"\n", timeout=20), (b"*" * 63 + b"\n", b""))

    def test_signals_reach_the_command_once_each(self):
        traps = "".join(f"trap 'echo {name}; n=$((n+1))' {name}; " for name in SIGNALS)
        process = self.started(*RUN, "sh", "-c", f"n=0; {traps} echo ready; while [ $n -lt 7 ]; do sleep 0.01; done")
        self.assertEqual(process.stdout.readline(), b"ready\n")
        for name in SIGNALS:
            process.send_signal(getattr(signal, f"SIG{name}"))
            self.assertEqual(process.stdout.readline().decode(), f"{name}\n")
        self.assertEqual(process.communicate(timeout=20)[0], b"")
        self.assertEqual(process.returncode, 0)

    def test_a_reader_that_hangs_up_ends_the_command_as_it_would_directly(self):
        process = self.started(*RUN, "sh", "-c", "yes $LINODE_TOKEN & wait $!; exit $?")
        self.assertEqual(process.stdout.readline().decode(), STARS + "\n")
        process.stdout.close()
        self.assertEqual(process.wait(20), 128 + signal.SIGPIPE)

    def test_what_the_command_leaves_behind_is_not_waited_for(self):
        code, out, _ = self.masked("sleep 100 & echo $!")
        os.kill(int(out), signal.SIGKILL)
        self.assertEqual(code, 0)

    @needs_root("it reads the descriptors of another process")
    def test_the_vault_is_closed_while_the_command_runs(self):
        process = self.started(*RUN, "sh", "-c", "echo ready; read line")
        self.assertEqual(process.stdout.readline(), b"ready\n")
        files = files_behind(process.pid)
        self.assertEqual([name for name in files.values() if str(self.folder) in name], [])
        self.lockstep("create", "meanwhile", "--scope", "linodes:ro", "--expiry", "9d")

    def test_closed_descriptors_neither_hang_nor_leak_and_are_closed_for_the_command(self):
        for closing in CLOSINGS:
            with self.subTest(closing):
                line = 'exec "$0" "$@"' + "".join(f" {number}>&-" for number in sorted(closing))
                look = "n=0; for fd in 0 1 2; do test -e /proc/$$/fd/$fd && n=$((n + (1 << fd))); done"
                command = f"{look}; echo out $LINODE_TOKEN; echo err $LINODE_TOKEN >&2; exit $n"
                code, out, err = self.run_program("sh", "-c", line, *RUN, "sh", "-c", command, env=self.settings, input="")
                self.assertEqual(code, sum(1 << number for number in range(3) if number not in closing))
                self.assertEqual(out, "" if 1 in closing else f"out {STARS}\n")
                self.assertIn("" if 2 in closing else f"err {STARS}\n", err)
                self.assertNotIn(self.strings["one"], err)
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        self.assertEqual([path for path in files if self.strings["one"].encode() in path.read_bytes()], [])
