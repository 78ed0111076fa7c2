"""`lockstep watch` as a job of a shell: interrupted, stopped, continued, in the background, in a pipeline, restarted there."""

import os
import shutil
import signal
import unittest

from terminal import TmuxTest
from waiting import eventually

WATCH = "lockstep watch one --"
READER = "sh -c 'echo be''gun $$; read line; echo got-$line'"
STOPPED = r"\[1\]\+ +Stopped"


class WatchJobs(TmuxTest):
    def setUp(self):
        self.shell()

    def begun(self):
        return int(self.see(r"begun (\d+)$")[1])

    def renew(self):
        self.lockstep("revoke", "one", "--yes")
        self.lockstep("create", "one", "--scope", "linodes:ro", "--expiry", "9d")
        return self.lockstep("get", "one").strip()

    def test_the_shell_says_130_after_an_interrupt(self):
        self.line(f"{WATCH} sh -c 'echo be''gun $$; exec sleep 100'")
        self.begun()
        self.keys("C-c")
        self.see(r"^\$ $")
        self.line('echo "code=$?"')
        self.see("^code=130$")

    def test_a_program_that_goes_on_after_an_interrupt_goes_on(self):
        self.line(f"{WATCH} bash -c 'trap \"echo once\" INT; echo be''gun $$; until read line; do :; done; echo got-$line'")
        self.begun()
        self.keys("C-c")
        self.see("^.*once$")
        self.line("hello")
        self.see("^got-hello$")
        # The terminal tells the command, and lockstep does not tell it again.
        self.assertEqual(self.screen().count("once\n"), 1)

    def check_stopped_and_continued(self, line):
        self.line(line)
        pid = self.begun()
        self.keys("C-z")
        self.see(STOPPED)
        self.assertEqual(self.state(pid)[0], "T")
        self.line("clear; stty -a | grep -c ' icanon '; jobs")
        self.see(r"^1\n\[1\]\+ +Stopped")
        self.line("fg")
        eventually(lambda: self.state(pid)[0] == "S", "going on")
        self.line("hello")
        self.see("^hello\ngot-hello$")
        self.see(r"^\$ $")

    def test_stops_on_control_z_also_in_a_script_and_in_a_pipeline_and_goes_on_with_fg(self):
        (self.folder / "script").write_text(f"{WATCH} {READER}\necho over\n")
        for line in (f"{WATCH} {READER}", "bash $F/script", f"{WATCH} {READER} | cat", f"cat </dev/null | {WATCH} {READER} </dev/tty"):
            with self.subTest(line):
                self.shell()
                self.check_stopped_and_continued(line)

    def check_told_stopped(self, pid):
        self.see(STOPPED)
        self.assertEqual(self.state(pid)[0], "T")
        self.line("clear; fg")
        eventually(lambda: self.state(pid)[0] == "S", "going on")

    def test_a_command_that_stops_itself_stops_the_job(self):
        self.line(f"{WATCH} bash -c 'echo be''gun $$; kill -TSTP $$; read line; echo got-$line'")
        pid = self.begun()
        self.check_told_stopped(pid)

        def stopped_again():
            # What comes while lockstep still hands on the terminal's SIGCONT is undone by that.
            os.kill(pid, signal.SIGTSTP)
            return self.searched(STOPPED)

        eventually(stopped_again, STOPPED)
        self.check_told_stopped(pid)
        self.line("hello")
        self.see("^hello\ngot-hello$")

    def test_in_the_background_it_is_waited_for_and_reading_stops_it(self):
        self.line(f"{WATCH} sh -c 'echo o-''out; exit 7' & wait $!; echo code=$?")
        self.see("^o-out$")
        self.see("^code=7$")
        self.line(f"clear; {WATCH} {READER} &")
        self.begun()
        self.line("")
        self.see(STOPPED)
        self.line("clear; fg")
        self.line("hello")
        self.see("^got-hello$")

    def test_it_is_restarted_on_its_terminal_and_has_the_keys_again(self):
        self.line(f"clear; {WATCH} bash -c 'echo be''gun $LINODE_TOKEN; read line; echo got-$line'")
        self.see("^begun ")
        new = self.renew()
        self.see(f"^begun {new[:40]}")
        self.line("hello")
        self.see("^got-hello$")
        self.see(r"^\$ $")

    def test_one_that_is_stopped_is_restarted_once_it_goes_on(self):
        self.line(f"clear; {WATCH} sh -c 'echo be''gun $$; exec sleep 100'")
        pid = self.begun()
        self.keys("C-z")
        self.see(STOPPED)
        self.renew()
        self.assertEqual(self.state(pid)[0], "T")
        self.line("clear; fg")
        self.see(r"^begun (\d+)$")
        self.keys("C-c")
        self.see(r"^\$ $")

    @unittest.skipUnless(shutil.which("less"), "less is not there")
    def test_a_pager_behind_it_gets_its_keys(self):
        self.line(f"{WATCH} sh -c 'seq 1 1000; exec sleep 100' | less")
        self.see("^23$")
        for number in range(200, 900, 300):
            self.keys(*str(number), "g")
            self.see(f"^{number}$")
        self.keys("q")
        self.see("less$")
        self.keys("C-c")
        self.see(r"^\$ $")

    def test_a_closed_terminal_ends_it(self):
        self.line(f"{WATCH} sh -c 'echo be''gun $$; exec sleep 100'")
        pid = self.begun()
        self.tmux("kill-session", "-t", self.pane)
        eventually(lambda: not os.path.exists(f"/proc/{pid}") or self.state(pid)[0] == "Z", "the end")
