"""`lockstep run` in a terminal is as if the command had been started directly: its end, its stopping, its screen."""

import os
import signal

from sandbox import BUILT
from terminal import TmuxTest, in_terminal
from waiting import eventually

RUN = (BUILT / "lockstep", "run", "one", "--")
ENDINGS = {
    "exit 0": 0, "exit 7": 7, "exit 255": 255, "kill -TERM $$": -signal.SIGTERM, "kill -KILL $$": -signal.SIGKILL,
    "kill -SEGV $$": -signal.SIGSEGV, "kill -HUP $$": -signal.SIGHUP, "kill -PIPE $$": -signal.SIGPIPE,
}  # fmt: skip


class Terminal(TmuxTest):
    def ending(self, *words, **more):
        return os.waitstatus_to_exitcode(in_terminal(words, self.surroundings, **more)[0])

    def test_ends_as_the_command_ends_with_the_same_code_or_signal(self):
        for line, wanted in ENDINGS.items():
            with self.subTest(line):
                self.assertEqual(self.ending("sh", "-c", line), wanted)
                self.assertEqual(self.ending(*RUN, "sh", "-c", line), wanted)

    def test_keys_that_signal_reach_the_command(self):
        for key, wanted in ((b"\x03", -signal.SIGINT), (b"\x1c", -signal.SIGQUIT), (b"\x04", 5)):
            with self.subTest(key):
                line = "echo ready; read line || exit 5; exit 6"
                self.assertEqual(self.ending(*RUN, "sh", "-c", line, keys=key), wanted)

    def test_a_command_that_cannot_be_executed_or_found_is_126_or_127(self):
        plain = self.folder / "plain"
        plain.write_text("no program")
        for name, code, words in ((plain, 126, "cannot be executed"), (self.folder, 126, "cannot be executed"),
                                  ("no-such-program", 127, "was not found")):  # fmt: skip
            with self.subTest(name):
                status, _, seen = in_terminal((*RUN, name), self.surroundings)
                self.assertEqual(os.waitstatus_to_exitcode(status), code)
                self.assertIn(words, seen)

    def test_the_shell_says_130_after_an_interrupt(self):
        self.shell()
        self.line("lockstep run one -- sh -c 'echo be''gun; exec sleep 100'")
        self.see("^begun$")
        self.keys("C-c")
        self.see(r"^\^C")
        self.line('echo "code=$?"')
        self.see("^code=130$")

    def test_stops_on_control_z_is_listed_by_jobs_and_goes_on_with_fg(self):
        self.shell()
        self.line("lockstep run one -- sh -c 'echo be''gun $$; read line; echo got-$line'")
        pid = self.see(r"^begun (\d+)$")[1]
        self.keys("C-z")
        self.see(r"\[1\]\+ +Stopped +lockstep run one")
        self.assertEqual(self.state(pid)[0], "T")
        self.line("clear; jobs")
        self.see(r"\[1\]\+ +Stopped +lockstep run one")
        self.line("fg")
        eventually(lambda: self.state(pid)[0] == "S", "going on")
        self.line("hello")
        self.see("^got-hello$")

    def test_is_stopped_and_continued_by_signals(self):
        self.shell()
        self.line("lockstep run one -- sh -c 'echo be''gun $$; exec sleep 100' &")
        pid = int(self.see(r"begun (\d+)$")[1])
        for number, state in ((signal.SIGSTOP, "T"), (signal.SIGCONT, "S")):
            os.kill(pid, number)
            eventually(lambda: self.state(pid)[0] == state, f"state {state}")
        os.kill(pid, signal.SIGTERM)
        self.line("wait $!; echo code=$?")
        self.see("^code=143$")

    def test_is_waited_for_in_the_background(self):
        self.shell()
        self.line("lockstep run one -- sh -c 'exit 7' & wait $!; echo code=$?")
        self.see("^code=7$")

    def test_reading_the_terminal_from_the_background_stops_it(self):
        self.shell()
        self.line("lockstep run one -- cat &")
        pid = self.see(r"^\[1\] (\d+)$")[1]
        eventually(lambda: self.state(pid)[0] == "T", "stopping")
        self.line("jobs; fg")
        self.see("Stopped")
        self.line("hello")
        self.see("^hello\nhello$")
        self.keys("C-d")
        self.see(r"^\$ $")

    def test_has_the_process_the_group_the_session_and_the_terminal_that_it_would_have_directly(self):
        for before in ((), RUN):
            _, pid, seen = in_terminal((*before, "cat", "/proc/self/stat"), self.surroundings)
            self.assertEqual(seen.split()[0], str(pid))
            parent, group, session, _, foreground = seen.rpartition(")")[2].split()[1:6]
            self.assertEqual((parent, group, session, foreground), (str(os.getpid()), *[str(pid)] * 3))
        self.shell()
        self.line("for w in '' 'lockstep run one --'; do true | $w cat /proc/self/stat | cat >$F/place${w:0:1}; done; echo do''ne")
        self.see("^done$")
        direct, ours = (path.read_text().rpartition(")")[2].split() for path in sorted(self.folder.glob("place*")))
        self.assertEqual(direct[1], ours[1], "the parent")
        self.assertEqual(direct[3:5], ours[3:5], "session and terminal")
        self.assertEqual(ours[2], ours[5], "the group has the terminal")
